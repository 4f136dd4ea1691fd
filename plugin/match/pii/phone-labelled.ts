import { isDigit } from "./border";
import { DigitGroups, Gap } from "./digit-groups";
import { Label } from "./label";
import { closesPhone } from "./phone-end";

const label = new Label(
  "tel telefon* telephone* téléphone* teléfono* tlf phone* cell cellphone* celular* mobile* mobil móvil* " +
    "handy* rufnummer* fax telefax whatsapp* sms call dial 电话 手机 電話 携帯 전화 тел Тел моб Моб",
);
const REACH = 32;

const MIN_DIGITS = 8;
const MAX_DIGITS = 12;
const MAX_WITHOUT_ZERO = 11;
const MIN_DIGITS_IN_RUN = 10;

/**
 * Where a national number ends before which a word tells what it is; 0: none. With a trunk `0`, or ten or
 * eleven digits in one run, the word is enough; other groups of digits need its colon too (`Tel: 612 345 678`).
 */
export function labelledEnd(groups: DigitGroups, from: usize, isOpen: bool, begin: usize, stop: usize): usize {
  const hasZero = load<u8>(groups.start(0)) == 0x30;
  const isLong = groups.size(0) >= MIN_DIGITS_IN_RUN;
  if (!hasZero && !isLong && !followsSign(from, begin)) return 0;
  const last = lastGroup(groups, isOpen);
  if (last < 0) return 0;
  let total = 0;
  for (let i = 0; i <= last; i++) total += groups.size(i);
  if (total < MIN_DIGITS || total > (hasZero ? MAX_DIGITS : MAX_WITHOUT_ZERO)) return 0;
  const end = groups.end(last);
  return closesPhone(end, stop) && label.stands(from, begin, REACH) ? end : 0;
}

/** Up to what is no longer written as one number. */
function lastGroup(groups: DigitGroups, isOpen: bool): i32 {
  if (isOpen && (groups.gap(1) & Gap.Close) == 0) return -1;
  let last = 0;
  while (groups.has(last + 1) && (groups.gap(last + 1) & (Gap.Open | Gap.Twice)) == 0) last += 1;
  return last;
}

/** `:`, `=`, `#` or `.` before the number, with spaces between or not. */
export function followsSign(at: usize, begin: usize): bool {
  while (at > begin && load<u8>(at - 1) == 0x20) at -= 1;
  if (at == begin) return false;
  const sign = load<u8>(at - 1);
  return !isDigit(sign) && (sign == 0x3a || sign == 0x3d || sign == 0x23 || sign == 0x2e);
}
