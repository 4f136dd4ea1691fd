/**
 * Letters, digits and `_` of ASCII, and letters of the alphabets that put spaces between words: U+00C0 to U+058F,
 * Latin, Greek, Cyrillic, Armenian. Text in other scripts (Chinese, Thai, and Arabic with its prefixes) has words
 * where no byte tells so.
 */

/** Whether a part of a word ends before `at`. */
export function endsWord(begin: usize, at: usize): bool {
  if (at <= begin) return false;
  const last = load<u8>(at - 1);
  if (last < 0x80) return isWordByte(last);
  return at - 1 > begin && isLetterOfTwo(load<u8>(at - 2), last);
}

/** Whether a part of a word begins at `at`. */
export function beginsWord(at: usize, stop: usize): bool {
  if (at >= stop) return false;
  const first = load<u8>(at);
  if (first < 0x80) return isWordByte(first);
  return at + 1 < stop && isLetterOfTwo(first, load<u8>(at, 1));
}

function isWordByte(byte: u8): bool {
  return <u8>((byte | 0x20) - 0x61) < 26 || <u8>(byte - 0x30) < 10 || byte == 0x5f;
}

function isLetterOfTwo(lead: u8, second: u8): bool {
  return (lead >= 0xc3 && lead <= 0xd5 && (second & 0xc0) == 0x80) || (lead == 0xd6 && <u8>(second - 0x80) < 0x10);
}
