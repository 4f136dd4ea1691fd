import { ABSENT, Span, span } from "../../wire/span";
import { closesNumber, isDigit } from "./border";
import { DigitGroups, Gap } from "./digit-groups";
import { passesLuhn } from "./luhn";

/**
 * A payment card's number (ISO/IEC 7812-1): the prefix and length of an issuer, the check digit, and
 * written in one run or in the groups printed on cards, with one space or hyphen between them.
 *
 * Numbers of 13 digits and 19-digit Visas are left out: none are issued, while article numbers
 * (GTIN-13) and random identifiers that pass the check are common.
 */
export function cardIn(groups: DigitGroups, stop: usize): Span {
  const from = groups.start(0);
  const first = groups.size(0);
  if (first < 14 && first != 4 && first != 6) return ABSENT;
  for (let last = lastGroup(groups); last >= 0; last--) {
    const to = groups.end(last);
    if (hasPrintedShape(groups, last) && isCard(from, to) && closesNumber(to, stop)) {
      return span(from, <i32>(to - from));
    }
  }
  return ABSENT;
}

/** The last group that has the same sign before it as the second one. */
function lastGroup(groups: DigitGroups): i32 {
  const gap = groups.gap(1);
  if (gap != Gap.Space && gap != Gap.Dash) return 0;
  let last = 1;
  while (last < 4 && groups.gap(last + 1) == gap) last += 1;
  return last;
}

/** One run; 4-4-4-4 and up to three more; 4-6-5 (American Express); 4-6-4 (Diners); 6-13. */
function hasPrintedShape(groups: DigitGroups, last: i32): bool {
  const first = groups.size(0);
  switch (last) {
    case 0:
      return first >= 14;
    case 1:
      return first == 6 && groups.size(1) == 13;
    case 2:
      return first == 4 && groups.size(1) == 6 && (groups.size(2) == 4 || groups.size(2) == 5);
    default:
      return first == 4 && groups.are3(1, 4, 4, 4) && (last == 3 || groups.size(4) <= 3);
  }
}

function isCard(from: usize, to: usize): bool {
  let count = 0;
  let prefix: u32 = 0;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (!isDigit(byte)) continue;
    if (count < 6) prefix = prefix * 10 + (byte - 0x30);
    count += 1;
  }
  return count >= 14 && count <= 19 && isIssued(prefix, count) && passesLuhn(from, to);
}

/** By the first six digits and the length, as the networks publish them. */
function isIssued(prefix: u32, size: i32): bool {
  const four = prefix / 100;
  const two = prefix / 10000;
  const isLong = size >= 16;
  if (two >= 40 && two <= 49) return size == 16; // Visa
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return size == 16; // Mastercard
  if (two == 34 || two == 37) return size == 15; // American Express
  if ((four >= 3000 && four <= 3059) || four == 3095 || two == 36 || two == 38 || two == 39) {
    return size == 14 || size == 16; // Diners Club
  }
  if (four >= 3528 && four <= 3589) return isLong; // JCB
  if (four == 6011 || (four >= 6440 && four <= 6599)) return isLong; // Discover
  if (two == 62 || two == 81) return isLong; // UnionPay
  if (two == 60 || two == 82 || four / 10 == 508) return size == 16; // RuPay, Hipercard
  if (four >= 2200 && four <= 2204) return isLong; // Mir
  if (four == 9792) return size == 16; // Troy
  if (prefix >= 506099 && prefix <= 506198) return isLong; // Verve
  switch (four) {
    case 5018:
    case 5020:
    case 5038:
    case 5893:
    case 6304:
    case 6759:
    case 6761:
    case 6762:
    case 6763:
      return isLong; // Maestro
    default:
      return false;
  }
}
