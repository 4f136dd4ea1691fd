import { ABSENT, Span, span } from "../../wire/span";
import { closesNumber } from "./border";
import { DigitGroups, Gap } from "./digit-groups";
import { Label } from "./label";

const label = new Label("ssn* social*");
const REACH = 40;

/** Printed in advertisements in 1938 and 1940, and void since: https://www.ssa.gov/history/ssn/misused.html */
const VOID_ONE: u32 = 78051120;
const VOID_OTHER: u32 = 219099999;

/**
 * A United States Social Security number: `123-45-6789` anywhere; with spaces, dots or nothing between
 * its parts, as too much else is written, only where "SSN" or "social security" stands before it.
 * Numbers that are never assigned: https://secure.ssa.gov/apps10/poms.nsf/lnx/0110201035
 */
export function ssnIn(groups: DigitGroups, begin: usize, stop: usize): Span {
  const from = groups.start(0);
  let last = 0;
  if (groups.size(0) != 9) {
    if (!groups.are3(0, 3, 2, 4) || groups.gap(1) != groups.gap(2)) return ABSENT;
    last = 2;
  }
  const to = groups.end(last);
  if (!closesNumber(to, stop) || !isAssigned(from, to)) return ABSENT;
  const isPlain = last == 2 && groups.gap(1) == Gap.Dash;
  return isPlain || label.stands(from, begin, REACH) ? span(from, <i32>(to - from)) : ABSENT;
}

function isAssigned(from: usize, to: usize): bool {
  let value: u32 = 0;
  for (let at = from; at < to; at++) {
    const digit = <u32>load<u8>(at) - 0x30;
    if (digit <= 9) value = value * 10 + digit;
  }
  const area = value / 1000000;
  return (
    area != 0 &&
    area != 666 &&
    area < 900 &&
    (value / 10000) % 100 != 0 &&
    value % 10000 != 0 &&
    value != VOID_ONE &&
    value != VOID_OTHER
  );
}
