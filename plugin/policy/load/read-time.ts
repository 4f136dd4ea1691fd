import { NOTHING, Tape } from "../../wire/json-tape";
import { length, placeIn, Span, start } from "../../wire/span";
import { TimeIs } from "../rules/about-time";
import { DAYS } from "../rules/day";

const EVERY_DAY: i32 = 0b1111111;

export function readTime(tape: Tape, time: i32): TimeIs {
  const from = minutes(tape.text(tape.find(time, "from")));
  const to = minutes(tape.text(tape.find(time, "to")));
  return new TimeIs(from, to, offset(tape.text(tape.find(time, "utc_offset"))), days(tape, tape.find(time, "days")));
}

/** Of `hh:mm`; 0 for anything else. */
function minutes(clock: Span): i64 {
  if (length(clock) != 5) return 0;
  const hours = digit(clock, 0) * 10 + digit(clock, 1);
  return hours * 60 + digit(clock, 3) * 10 + digit(clock, 4);
}

/** Of `+hh:mm` or `-hh:mm`. */
function offset(text: Span): i64 {
  if (length(text) != 6) return 0;
  const hours = digit(text, 1) * 10 + digit(text, 2);
  const size = hours * 60 + digit(text, 4) * 10 + digit(text, 5);
  return load<u8>(start(text)) == 0x2d ? -size : size;
}

function digit(text: Span, at: i32): i64 {
  return <i64>load<u8>(start(text) + at) - 0x30;
}

function days(tape: Tape, list: i32): i32 {
  if (!tape.isArray(list)) return EVERY_DAY;
  let mask = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const day = placeIn(DAYS, tape.text(item));
    if (day >= 0) mask |= 1 << day;
  }
  return mask;
}
