/** Inside a JSON string: scanning it, 16 bytes at a time, and decoding its escapes. RFC 8259, section 7. */
import { Output } from "./output";
import { end, is, length, Span, span, start } from "./span";

/** Whether the string scanned last holds an escape. */
export let escaped: bool = false;

/** Whether any string scanned since `forgetNonAscii` holds a byte above 0x7f. */
export let nonAscii: bool = false;

export function forgetNonAscii(): void {
  nonAscii = false;
}

/**
 * From the first byte behind the opening quote to the closing quote, whose address it returns; 0 if
 * the string does not end before `stop` or holds a control character or a wrong escape.
 */
export function scanString(at: usize, stop: usize): usize {
  escaped = false;
  while (at < stop) {
    const block = v128.load(at);
    const special = v128.or(
      v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
      i8x16.lt_u(block, i8x16.splat(0x20)),
    );
    const found = i8x16.bitmask(special);
    const high = i8x16.bitmask(block);
    if (found == 0) {
      if (high != 0) nonAscii = true;
      at += 16;
      continue;
    }
    const offset = ctz(found);
    if ((high & ((1 << offset) - 1)) != 0) nonAscii = true;
    at += offset;
    if (at >= stop) return 0;
    const byte = load<u8>(at);
    if (byte == 0x22) return at;
    if (byte != 0x5c) return 0;
    escaped = true;
    at = skipEscape(at, stop);
    if (at == 0) return 0;
  }
  return 0;
}

/** Behind the escape sequence at `at`; 0 if it is none. */
function skipEscape(at: usize, stop: usize): usize {
  if (at + 1 >= stop) return 0;
  switch (load<u8>(at + 1)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: // u
      if (at + 6 > stop) return 0;
      for (let i = 2; i < 6; i++) if (hexDigit(load<u8>(at + i)) < 0) return 0;
      return at + 6;
    default:
      return 0;
  }
}

function hexDigit(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x66) return lower - 0x61 + 10;
  return -1;
}

function hexUnit(at: usize): u32 {
  let unit: u32 = 0;
  for (let i = 0; i < 4; i++) unit = (unit << 4) | <u32>hexDigit(load<u8>(at + i));
  return unit;
}

/** Writes the text of a scanned string (without its quotes) as UTF-8. A lone surrogate becomes U+FFFD. */
export function unescape(raw: Span, out: Output): void {
  const stop = end(raw);
  let at = start(raw);
  while (at < stop) {
    const plain = at;
    at = nextEscape(at, stop);
    if (at > plain) out.raw(span(plain, <i32>(at - plain)));
    if (at == stop) return;
    writeUtf8(readEscape(at, stop), out);
    at = behindEscape;
  }
}

/** Behind the escape sequence that `readEscape` read last. */
export let behindEscape: usize = 0;

/** The character that the escape sequence at `at` of a scanned string stands for, or the two of a surrogate pair. */
export function readEscape(at: usize, stop: usize): u32 {
  const letter = load<u8>(at + 1);
  if (letter != 0x75) {
    behindEscape = at + 2;
    return plainEscape(letter);
  }
  const point = hexUnit(at + 2);
  at += 6;
  behindEscape = at;
  if (point < 0xd800 || point >= 0xe000) return point;
  const paired = point < 0xdc00 && at + 6 <= stop && load<u16>(at) == 0x755c;
  const low = paired ? hexUnit(at + 2) : 0;
  if (low < 0xdc00 || low >= 0xe000) return 0xfffd;
  behindEscape = at + 6;
  return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
}

/** The next backslash, 16 bytes at a time; `stop` if there is none. */
function nextEscape(at: usize, stop: usize): usize {
  for (; at < stop; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x5c)));
    if (found != 0) return min(at + ctz(found), stop);
  }
  return stop;
}

function plainEscape(byte: u8): u8 {
  switch (byte) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return byte;
  }
}

/** How many bytes of UTF-8 a character has. */
export function utf8Size(point: u32): usize {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

function writeUtf8(point: u32, out: Output): void {
  if (point < 0x80) {
    out.byte(<u8>point);
  } else if (point < 0x800) {
    out.byte(<u8>(0xc0 | (point >> 6)));
    out.byte(<u8>(0x80 | (point & 0x3f)));
  } else if (point < 0x10000) {
    out.byte(<u8>(0xe0 | (point >> 12)));
    out.byte(<u8>(0x80 | ((point >> 6) & 0x3f)));
    out.byte(<u8>(0x80 | (point & 0x3f)));
  } else {
    out.byte(<u8>(0xf0 | (point >> 18)));
    out.byte(<u8>(0x80 | ((point >> 12) & 0x3f)));
    out.byte(<u8>(0x80 | ((point >> 6) & 0x3f)));
    out.byte(<u8>(0x80 | (point & 0x3f)));
  }
}

const decoded = new Output();

/** Whether the text of a scanned string is the ASCII text, however it is escaped. */
export function isText(raw: Span, text: string): bool {
  if (length(raw) > 6 * text.length) return false;
  decoded.clear();
  unescape(raw, decoded);
  return is(decoded.bytes, text);
}

/** Writes UTF-8 text as the inside of a JSON string. */
export function escape(bytes: Span, out: Output): void {
  for (let at = start(bytes), stop = end(bytes); at < stop; at++) {
    const byte = load<u8>(at);
    if (byte == 0x22 || byte == 0x5c) {
      out.byte(0x5c);
      out.byte(byte);
    } else if (byte == 0x0a) {
      out.ascii("\\n");
    } else if (byte < 0x20) {
      out.ascii(byte < 0x10 ? "\\u000" : "\\u001");
      out.byte("0123456789abcdef".charCodeAt(byte & 15) as u8);
    } else {
      out.byte(byte);
    }
  }
}
