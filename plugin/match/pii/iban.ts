import { ABSENT, Span, span } from "../../wire/span";
import { closesNumber, isDigit, isLetter, opensNumber } from "./border";
import { IbanStructure } from "./iban-structure";

const structure = new IbanStructure();

/**
 * An International Bank Account Number (ISO 13616) whose country stands at `at`: of the length and structure
 * that the country has registered, with the check digits of ISO/IEC 7064 (MOD 97-10), in capitals or not, with
 * single spaces or hyphens anywhere between, as some banks group it otherwise than by four.
 */
export function ibanAt(at: usize, begin: usize, stop: usize): Span {
  if (at + 4 > stop || !isLetter(load<u8>(at)) || !isLetter(load<u8>(at, 1))) return ABSENT;
  if (!isDigit(load<u8>(at, 2)) || !isDigit(load<u8>(at, 3)) || !opensNumber(at, begin)) return ABSENT;
  const first = (<i32>load<u8>(at) | 0x20) - 0x61;
  const second = (<i32>load<u8>(at, 1) | 0x20) - 0x61;
  if (!structure.open(first, second)) return ABSENT;
  let rest: u32 = 0;
  let place = at + 4;
  for (let kind = structure.next(); kind != 0; kind = structure.next()) {
    place += separatorAt(place, stop);
    if (place >= stop) return ABSENT;
    const byte = load<u8>(place);
    if (isDigit(byte) && kind != 0x61) rest = (rest * 10 + (byte - 0x30)) % 97;
    else if (isLetter(byte) && kind != 0x6e) rest = (rest * 100 + (byte | 0x20) - 0x61 + 10) % 97;
    else return ABSENT;
    place += 1;
  }
  rest = (rest * 100 + first + 10) % 97;
  rest = (rest * 100 + second + 10) % 97;
  rest = (rest * 100 + (<u32>load<u8>(at, 2) - 0x30) * 10 + load<u8>(at, 3) - 0x30) % 97;
  return rest == 1 && closesNumber(place, stop) ? span(at, <i32>(place - at)) : ABSENT;
}

/** Bytes of a space, a no-break space or a hyphen. */
function separatorAt(at: usize, stop: usize): usize {
  if (at >= stop) return 0;
  const byte = load<u8>(at);
  if (byte == 0x20 || byte == 0x2d) return 1;
  return byte == 0xc2 && at + 1 < stop && load<u8>(at, 1) == 0xa0 ? 2 : 0;
}
