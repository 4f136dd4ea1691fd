const ALL = 0b1111111111;
const NONE = 0;
/** The code has two digits. */
const TWO = -1;

/**
 * How many digits the country calling code has at the beginning of a number with these first digits;
 * 0: it is not assigned. ITU-T E.164 and its list of codes: https://www.itu.int/pub/T-SP-E.164D
 */
export function callingCodeSize(first: i32, second: i32, third: i32): i32 {
  if (first == 0) return 0;
  if (first == 1 || first == 7) return 1;
  const assigned = thirdDigits(first * 10 + second);
  if (assigned == TWO) return 2;
  return ((assigned >> third) & 1) != 0 ? 3 : 0;
}

/** Which third digits are in use, a bit each. */
function thirdDigits(two: i32): i32 {
  switch (two) {
    case 22:
    case 23:
    case 24:
    case 26:
    case 35:
    case 37:
    case 50:
    case 59:
      return ALL;
    case 25:
    case 96:
      return 0b0111111111;
    case 21:
      return 0b0101001110;
    case 29:
      return 0b1110000011;
    case 38:
      return 0b1011101111;
    case 42:
      return 0b0000001011;
    case 67:
      return 0b1111111101;
    case 68:
      return 0b1111101111;
    case 69:
      return 0b0000000111;
    case 80:
      return 0b0100000001;
    case 85:
      return 0b0001101101;
    case 87:
      return 0b0100000001;
    case 88:
      return 0b0101001111;
    case 97:
      return 0b1011111111;
    case 99:
      return 0b0101111100;
    case 28:
    case 83:
    case 89:
      return NONE;
    default:
      return TWO;
  }
}
