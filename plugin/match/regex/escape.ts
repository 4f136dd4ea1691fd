import { CodePoints, MAX_CODE_POINT } from "./code-points";
import { PatternReader } from "./pattern-reader";

/** `\d`, `\s`, `\w` and their opposites, of ASCII as in RE2; null if the letter is none of them. */
export function namedClass(letter: u8): CodePoints | null {
  const set = new CodePoints();
  const lower = letter | 0x20;
  if (lower == 0x64) {
    set.add(0x30, 0x39);
  } else if (lower == 0x73) {
    set.add(0x09, 0x0a);
    set.add(0x0c, 0x0d);
    set.add(0x20, 0x20);
  } else if (lower == 0x77) {
    set.add(0x30, 0x39);
    set.add(0x41, 0x5a);
    set.add(0x5f, 0x5f);
    set.add(0x61, 0x7a);
  } else {
    return null;
  }
  if (letter != lower) set.negate();
  return set;
}

/** No code point: the pattern is refused. */
export const NONE: u32 = 0xffffffff;

/** The code point that an escape stands for. `reader` is behind the backslash, which was at byte `began`. */
export function readEscape(reader: PatternReader, began: i32): u32 {
  const letter = reader.peek();
  switch (letter) {
    case 0x66:
      return taken(reader, 0x0c);
    case 0x6e:
      return taken(reader, 0x0a);
    case 0x72:
      return taken(reader, 0x0d);
    case 0x74:
      return taken(reader, 0x09);
    case 0x76:
      return taken(reader, 0x0b);
    case 0x78:
      reader.skip(1);
      return reader.peek() == 0x7b ? readBraced(reader, began) : readHex(reader, began, 2);
    case 0x75:
      reader.skip(1);
      return reader.peek() == 0x7b ? readBraced(reader, began) : readHex(reader, began, 4);
  }
  if (isPunctuation(letter)) return taken(reader, letter);
  return refused(reader, began);
}

function taken(reader: PatternReader, codePoint: u32): u32 {
  reader.skip(1);
  return codePoint;
}

function isPunctuation(byte: u8): bool {
  if (byte < 0x20 || byte > 0x7e) return false;
  const letter = byte | 0x20;
  return !(byte >= 0x30 && byte <= 0x39) && !(letter >= 0x61 && letter <= 0x7a);
}

function refused(reader: PatternReader, began: i32): u32 {
  const letter = reader.peek();
  if (reader.isAtEnd) {
    reader.fail(began, "a backslash with nothing behind it");
  } else if ((letter >= 0x31 && letter <= 0x39) || letter == 0x6b) {
    reader.fail(began, "a backreference cannot be matched in linear time");
  } else if ((letter | 0x20) == 0x70) {
    reader.fail(began, "Unicode classes by name are not known here: write ranges, as [\\x{400}-\\x{4FF}]");
  } else {
    reader.fail(began, "an unknown escape");
  }
  return NONE;
}

/** `{…}` with one to six hexadecimal digits. */
function readBraced(reader: PatternReader, began: i32): u32 {
  reader.skip(1);
  let digits = 0;
  while (digits < 6 && hexValue(reader.peek(digits)) >= 0) digits += 1;
  const codePoint = digits > 0 ? readHex(reader, began, digits) : NONE;
  if (codePoint != NONE && reader.take(0x7d)) return codePoint;
  reader.fail(began, "expected one to six hexadecimal digits in braces");
  return NONE;
}

function readHex(reader: PatternReader, began: i32, digits: i32): u32 {
  let value: u32 = 0;
  for (let i = 0; i < digits; i++) {
    const digit = hexValue(reader.peek());
    if (digit < 0) {
      reader.fail(began, "expected " + digits.toString() + " hexadecimal digits");
      return NONE;
    }
    value = (value << 4) | digit;
    reader.skip(1);
  }
  if (value <= MAX_CODE_POINT && (value < 0xd800 || value > 0xdfff)) return value;
  reader.fail(began, "no character has this number");
  return NONE;
}

function hexValue(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
