import { length, Span, start } from "./span";

/** The last moment of the year 9999, which is the last that RFC 3339 can say. */
const LAST: i64 = 253_402_300_799_999;

/** `count` digits at `at`, as a number; -1 if they are not all digits. */
export function digits(at: usize, count: i32): i64 {
  let value: i64 = 0;
  for (let i = 0; i < count; i++) {
    const byte = load<u8>(at + i);
    if (byte < 0x30 || byte > 0x39) return -1;
    value = value * 10 + (byte - 0x30);
  }
  return value;
}

function inRange(value: i64, least: i64, most: i64): bool {
  return value >= least && value <= most;
}

/** Days from 1970-01-01, by the calendar in force since 1582, from March on: the leap day is a year's last. */
export function daysSinceEpoch(year: i64, month: i64, day: i64): i64 {
  if (month <= 2) year -= 1;
  const era = year / 400;
  const ofEra = year - era * 400;
  const ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
}

/** `2026-01-31T12:00:00Z`, with a fraction or an offset or without, in milliseconds since the epoch; -1 if it is no such time. */
export function parseRfc3339(text: Span): i64 {
  const at = start(text);
  const size = length(text);
  if (size < 20) return -1;
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  const minute = digits(at + 14, 2);
  const second = digits(at + 17, 2);
  if (load<u8>(at + 4) != 0x2d || load<u8>(at + 7) != 0x2d || (load<u8>(at + 10) | 0x20) != 0x74) return -1;
  if (load<u8>(at + 13) != 0x3a || load<u8>(at + 16) != 0x3a || year < 1970) return -1;
  if (!inRange(month, 1, 12) || !inRange(day, 1, 31)) return -1;
  if (!inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 60)) return -1;
  let offset = 19;
  let milliseconds: i64 = 0;
  if (load<u8>(at + offset) == 0x2e) {
    let unit: i64 = 100;
    for (offset += 1; offset < size && digits(at + offset, 1) >= 0; offset++) {
      milliseconds += digits(at + offset, 1) * unit;
      unit /= 10;
    }
  }
  const zone = zoneMinutes(at + offset, size - offset);
  if (zone == NO_ZONE) return -1;
  const minutes = (daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - zone;
  return max((minutes * 60 + second) * 1000 + milliseconds, 0);
}

const NO_ZONE: i64 = i64.MIN_VALUE;

/** `Z`, or `+01:00`. */
function zoneMinutes(at: usize, size: i32): i64 {
  if (size == 1 && (load<u8>(at) | 0x20) == 0x7a) return 0;
  if (size != 6 || load<u8>(at + 3) != 0x3a) return NO_ZONE;
  const sign = load<u8>(at);
  const hours = digits(at + 1, 2);
  const minutes = digits(at + 4, 2);
  if ((sign != 0x2b && sign != 0x2d) || !inRange(hours, 0, 23) || !inRange(minutes, 0, 59)) return NO_ZONE;
  return sign == 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** Milliseconds since the epoch as `2026-01-31T12:00:00Z`, to the next whole second. */
export function formatRfc3339(milliseconds: i64): string {
  const whole = ((min(max(milliseconds, 0), LAST - 1000) + 999) / 1000) * 1000;
  return new Date(whole).toISOString().slice(0, 19) + "Z";
}
