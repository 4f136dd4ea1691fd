import { followsNumber } from "./border";
import { DigitGroups, Gap } from "./digit-groups";
import { closesPhone } from "./phone-end";

/**
 * Where a number in the North American writing ends: 3-3-4 digits, a `1` before them or not, area code in
 * parentheses or not; 0: none. Four digits at the end as a part number or a range of pages would have them
 * too, so the separators must be those of a telephone number.
 */
export function northAmericanEnd(groups: DigitGroups, isOpen: bool, begin: usize, stop: usize): usize {
  const hasCode = !isOpen && groups.size(0) == 1 && load<u8>(groups.start(0)) == 0x31;
  const area = hasCode ? 1 : 0;
  if (groups.size(area) != 3) return 0;
  const before = groups.gap(area);
  const isEnclosed = isOpen || (before & Gap.Open) != 0;
  if (before & (Gap.Slash | Gap.Close | Gap.Twice)) return 0;
  const first = groups.gap(area + 1);
  const second = groups.gap(area + 2);
  const isWhole = isEnclosed && groups.size(area + 1) == 7;
  if (!isWhole && !groups.are3(area, 3, 3, 4)) return 0;
  if (isEnclosed) {
    if ((first & Gap.Close) == 0 || first & (Gap.Open | Gap.Slash | Gap.Twice)) return 0;
    if (!isWhole && !isSingle(second)) return 0;
  } else {
    if (!isSingle(first) || !(second == first || (first == Gap.Space && second == Gap.Dash))) return 0;
    const isSpaced = first == Gap.Space && second == Gap.Space;
    if (isSpaced && (groups.has(area + 3) || followsNumber(groups.start(0), begin))) return 0;
  }
  const last = isWhole ? area + 1 : area + 2;
  const end = groups.end(last);
  return isNorthAmerican(groups, last, area) && closesPhone(end, stop) ? end : 0;
}

function isSingle(gap: i32): bool {
  return gap == Gap.Space || gap == Gap.Dash || gap == Gap.Dot;
}

/**
 * Whether the ten digits behind the first `skip`, up to the `last`th group, can be a number: area code and
 * exchange begin with 2 to 9 and do not end in 11; no area code is 200, 300 or 400, has a 9 in the middle,
 * or begins with 37 or 96. https://www.nanpa.com/numbering/area-codes
 */
export function isNorthAmerican(groups: DigitGroups, last: i32, skip: i32): bool {
  let value: u64 = 0;
  let seen = 0;
  for (let i = 0; i <= last; i++) {
    for (let at = groups.start(i); at < groups.end(i); at++) {
      seen += 1;
      if (seen > skip) value = value * 10 + (load<u8>(at) - 0x30);
    }
  }
  const area = <i32>(value / 10000000);
  const exchange = <i32>((value / 10000) % 1000);
  if (area < 200 || area > 999 || exchange < 200 || area % 100 == 11 || exchange % 100 == 11) return false;
  if ((area / 10) % 10 == 9 || area / 10 == 37 || area / 10 == 96) return false;
  return area != 200 && area != 300 && area != 400;
}
