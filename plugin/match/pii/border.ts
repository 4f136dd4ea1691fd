/**
 * Where a number may begin and end, so that none is taken out of the middle of something else: an
 * identifier, a path, a version, a decimal fraction. Bytes above 0x7F are borders: Chinese and
 * Japanese put no space between a word and a number.
 */

export function isDigit(byte: u8): bool {
  return <u8>(byte - 0x30) < 10;
}

export function isLetter(byte: u8): bool {
  return <u8>((byte | 0x20) - 0x61) < 26;
}

/** ASCII letters, digits and `_`. */
export function isWordByte(byte: u8): bool {
  return isLetter(byte) || isDigit(byte) || byte == 0x5f;
}

/** Whether what stands at `at` may be the first byte of a number. */
export function opensNumber(at: usize, begin: usize): bool {
  if (at == begin) return true;
  const before = load<u8>(at - 1);
  if (isWordByte(before)) return false;
  switch (before) {
    case 0x23: // #
    case 0x24: // $
    case 0x2b: // +
      return false;
    case 0x25: // %
    case 0x26: // &
    case 0x2a: // *
    case 0x2d: // -
    case 0x2e: // .
    case 0x2f: // /
    case 0x40: // @
    case 0x5c: // \
      return at - 1 == begin || !isWordByte(load<u8>(at - 2));
    case 0x3a: // :
    case 0x3d: // =
      return at - 1 == begin || !isDigit(load<u8>(at - 2));
    default:
      return true;
  }
}

/** Whether a digit and a space stand before: numbers in a row, of which some happen to look like one. */
export function followsNumber(at: usize, begin: usize): bool {
  return at > begin + 1 && load<u8>(at - 1) == 0x20 && isDigit(load<u8>(at - 2));
}

/** Whether a number may end before `at`. */
export function closesNumber(at: usize, stop: usize): bool {
  if (at >= stop) return true;
  const after = load<u8>(at);
  if (isWordByte(after)) return false;
  const next: u8 = at + 1 < stop ? load<u8>(at + 1) : 0;
  switch (after) {
    case 0x25: // %
    case 0x40: // @
      return false;
    case 0x2b: // +
    case 0x2d: // -
    case 0x2f: // /
    case 0x5c: // \
      return !isWordByte(next);
    case 0x2e: // . A sentence may follow without a space, a fraction or the end of a file's name not.
      return !isDigit(next) && <u8>(next - 0x61) >= 26;
    default:
      return true;
  }
}
