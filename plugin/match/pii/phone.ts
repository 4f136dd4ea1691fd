import { ABSENT, Span, span } from "../../wire/span";
import { followsNumber, isDigit, opensNumber } from "./border";
import { DigitGroups } from "./digit-groups";
import { internationalEnd } from "./phone-international";
import { labelledEnd } from "./phone-labelled";
import { northAmericanEnd } from "./phone-north-american";

const OPEN: u8 = 0x28;
const PLUS: u8 = 0x2b;

/**
 * A telephone number, in one of three writings:
 *
 * - international: `+` or `00` and an assigned calling code (ITU-T E.164, E.123);
 * - North American, with the separators that it is written with: `(415) 555-2671`, `415.555.2671`;
 * - national of any country, but only behind a word that tells what it is (`Tel.`, `mobile`, `电话` …):
 *   `030/1234567` and bare digits are too often an order's number, a date or a part.
 *
 * libphonenumber's finder (https://github.com/google/libphonenumber) asks for the country; a gateway
 * does not know it.
 */
export function phoneIn(groups: DigitGroups, begin: usize, stop: usize): Span {
  const digits = groups.start(0);
  const before: u8 = digits > begin ? load<u8>(digits - 1) : 0;
  if (before == PLUS) {
    const from = digits - 1 > begin && load<u8>(digits - 2) == OPEN ? digits - 2 : digits - 1;
    return found(from, opensSigned(from, begin) ? internationalEnd(groups, 0, stop) : 0);
  }
  const isOpen = before == OPEN;
  const from = isOpen ? digits - 1 : digits;
  if (!opensNumber(from, begin)) return ABSENT;
  if (!isOpen && load<u16>(digits) == 0x3030 && groups.has(1) && !followsNumber(digits, begin)) {
    const end = internationalEnd(groups, 2, stop);
    if (end != 0) return found(from, end);
  }
  const end = northAmericanEnd(groups, isOpen, begin, stop);
  return found(from, end != 0 ? end : labelledEnd(groups, from, isOpen, begin, stop));
}

function found(from: usize, end: usize): Span {
  return end == 0 ? ABSENT : span(from, <i32>(end - from));
}

/** Before `+` or `(+`: nothing that it could be added to. */
function opensSigned(at: usize, begin: usize): bool {
  if (at == begin) return true;
  const before = load<u8>(at - 1);
  const isLetter = <u8>((before | 0x20) - 0x61) < 26;
  return !isLetter && !isDigit(before) && before != PLUS && before != 0x5f && before != 0x29 && before != 0x5d;
}
