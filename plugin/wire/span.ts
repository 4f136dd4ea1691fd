/**
 * A run of bytes in linear memory, as one number: the address in the high half, the length in the
 * low. It costs no allocation and owns nothing: whoever made the bytes says how long they live.
 */
export type Span = u64;

/** SIMD readers may look this far behind the last byte, so every allocation has it to spare. */
export const PADDING: usize = 16;

/** No bytes at all, in distinction to an empty run somewhere. */
export const ABSENT: Span = 0;

export function span(start: usize, length: i32): Span {
  return ((<u64>start) << 32) | <u64>(<u32>length);
}

export function start(bytes: Span): usize {
  return <usize>(bytes >> 32);
}

export function length(bytes: Span): i32 {
  return <i32>(<u32>bytes);
}

export function end(bytes: Span): usize {
  return start(bytes) + length(bytes);
}

export function same(a: Span, b: Span): bool {
  return length(a) == length(b) && memory.compare(start(a), start(b), length(a)) == 0;
}

/** Whether the bytes at `at` are the ASCII text. */
function textAt(at: usize, text: string): bool {
  for (let i = 0; i < text.length; i++) {
    if (load<u8>(at + i) != <u8>text.charCodeAt(i)) return false;
  }
  return true;
}

/** Compares with ASCII text. */
export function is(bytes: Span, text: string): bool {
  return length(bytes) == text.length && textAt(start(bytes), text);
}

/** The place of the one that it is; -1: it is none of them. */
export function placeIn(names: Array<string>, bytes: Span): i32 {
  for (let i = 0; i < names.length; i++) if (is(bytes, names[i])) return i;
  return -1;
}

/**
 * Compares with lower-case ASCII text, whatever the case of the bytes: as Go's JSON parser does, for
 * which U+017F is an s and U+212A (the Kelvin sign) a k too.
 */
export function isInAnyCase(bytes: Span, text: string): bool {
  const stop = end(bytes);
  let at = start(bytes);
  for (let i = 0; i < text.length; i++) {
    if (at >= stop) return false;
    const expected = <u8>text.charCodeAt(i);
    const byte = load<u8>(at);
    const lower: u8 = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower == expected) at += 1;
    else if (expected == 0x73 && startsWithBytes(at, stop, 0xbfc5, 2)) at += 2;
    else if (expected == 0x6b && startsWithBytes(at, stop, 0xaa84e2, 3)) at += 3;
    else return false;
  }
  return at == stop;
}

/** Whether the `size` bytes at `at`, up to three, are those of `value`, little endian. */
function startsWithBytes(at: usize, stop: usize, value: u32, size: usize): bool {
  return at + size <= stop && (load<u32>(at) & ((1 << (<u32>size * 8)) - 1)) == value;
}

export function startsWith(bytes: Span, text: string): bool {
  return length(bytes) >= text.length && textAt(start(bytes), text);
}

export function endsWith(bytes: Span, text: string): bool {
  return length(bytes) >= text.length && textAt(end(bytes) - text.length, text);
}

/** The bytes from `offset` on. */
export function from(bytes: Span, offset: i32): Span {
  return span(start(bytes) + offset, length(bytes) - offset);
}

/** The bytes before the first `byte`, or all of them. */
export function until(bytes: Span, byte: u8): Span {
  const at = start(bytes);
  for (let i = 0; i < length(bytes); i++) {
    if (load<u8>(at + i) == byte) return span(at, i);
  }
  return bytes;
}

/** UTF-8 to a string, for what is off the hot path: configuration, errors. */
export function text(bytes: Span): string {
  return String.UTF8.decodeUnsafe(start(bytes), length(bytes));
}

/** FNV-1a of 64 bits, where two names must not meet. */
export function hash64(bytes: Span): u64 {
  let value: u64 = 0xcbf29ce484222325;
  for (let at = start(bytes), stop = end(bytes); at < stop; at++) {
    value = (value ^ load<u8>(at)) * 0x100000001b3;
  }
  return value;
}

/** FNV-1a, to find names in maps. */
export function hash(bytes: Span): u32 {
  let value: u32 = 0x811c9dc5;
  for (let at = start(bytes), stop = end(bytes); at < stop; at++) {
    value = (value ^ load<u8>(at)) * 0x01000193;
  }
  return value;
}
