import { callingCodeSize } from "./calling-code";
import { DigitGroups, Gap } from "./digit-groups";
import { closesPhone } from "./phone-end";
import { isNorthAmerican } from "./phone-north-american";

/** E.164, section 6: calling code and national number together. */
const MAX_DIGITS = 15;
/** The shortest national numbers have seven digits, in the countries with codes of three digits five. */
const MIN_DIGITS = 9;
const MIN_DIGITS_SMALL = 8;
/** With one dot only, as in `+44.2071234567` (RFC 5733): shorter ones are degrees of latitude. */
const MIN_DIGITS_DOTTED = 11;

/** Where a number in international form ends whose calling code begins `skip` digits into the first group; 0: none. */
export function internationalEnd(groups: DigitGroups, skip: i32, stop: usize): usize {
  const from = groups.start(0) + skip;
  const digits = groups.size(0) - skip;
  // A calling code is not divided.
  if (digits < 1 || digits > MAX_DIGITS) return 0;
  const code = callingCodeSize(digitAt(from), digits > 1 ? digitAt(from + 1) : 0, digits > 2 ? digitAt(from + 2) : 0);
  if (code == 0 || digits < code) return 0;
  const last = code == 1 && digitAt(from) == 1 ? lastOfEleven(groups, skip) : lastWithin(groups, skip);
  if (last < 0 || hasDegrees(groups, last, skip)) return 0;
  const total = count(groups, last, skip);
  if (total < (code == 3 ? MIN_DIGITS_SMALL : MIN_DIGITS) || startsWithZeros(groups, from, code)) return 0;
  const end = groups.end(last);
  return closesPhone(end, stop) ? end : 0;
}

function digitAt(at: usize): i32 {
  return <i32>load<u8>(at) - 0x30;
}

/** Digits up to the `last`th group, without a national `(0)`. */
function count(groups: DigitGroups, last: i32, skip: i32): i32 {
  let total = -skip;
  for (let i = 0; i <= last; i++) if (!isTrunkZero(groups, i)) total += groups.size(i);
  return total;
}

function isTrunkZero(groups: DigitGroups, i: i32): bool {
  if (groups.size(i) != 1 || digitAt(groups.start(i)) != 0) return false;
  return (groups.gap(i) & Gap.Open) != 0 && (groups.gap(i + 1) & Gap.Close) != 0;
}

/** The last group of the longest number that is allowed; what is beyond it must be set off by a space. */
function lastWithin(groups: DigitGroups, skip: i32): i32 {
  let last = groups.count - 1;
  if (count(groups, last, skip) <= MAX_DIGITS) return last;
  for (last -= 1; last >= 0; last--) {
    if (count(groups, last, skip) <= MAX_DIGITS && (groups.gap(last + 1) & Gap.Space) != 0) return last;
  }
  return -1;
}

/** With calling code 1 the length is known. */
function lastOfEleven(groups: DigitGroups, skip: i32): i32 {
  let total = -skip;
  for (let i = 0; i < groups.count && total < 11; i++) {
    total += groups.size(i);
    if (total == 11) return isNorthAmerican(groups, i, skip + 1) ? i : -1;
  }
  return -1;
}

/** Latitude and longitude, as in `+40.7128-074.0060` (ISO 6709) and `+48.85837`. */
function hasDegrees(groups: DigitGroups, last: i32, skip: i32): bool {
  let all = 0;
  for (let i = 1; i <= last; i++) all |= groups.gap(i);
  if ((all & Gap.Dot) == 0) return false;
  return (all & (Gap.Dash | Gap.Slash)) != 0 || (last == 1 && count(groups, last, skip) < MIN_DIGITS_DOTTED);
}

/** `+20 000 000` is a figure. */
function startsWithZeros(groups: DigitGroups, from: usize, code: i32): bool {
  const place = from + code;
  let zeros = 0;
  for (let i = 0; i < groups.count; i++) {
    for (let at = max(place, groups.start(i)); at < groups.end(i); at++) {
      if (load<u8>(at) != 0x30) return false;
      zeros += 1;
      if (zeros == 2) return true;
    }
  }
  return true;
}
