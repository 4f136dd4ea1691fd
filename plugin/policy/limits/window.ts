/** Fixed windows of UTC, each known by the moment at which it began, in milliseconds since 1970. */
export enum Period {
  Minute = 0,
  Day = 1,
  Month = 2,
}

export const PERIODS: i32 = 3;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

/** When the window began that `now` lies in. */
export function windowStart(period: Period, now: i64): i64 {
  if (period == Period.Minute) return now - (now % MINUTE);
  if (period == Period.Day) return now - (now % DAY);
  const days = now / DAY;
  return (days - dayOfMonth(days) + 1) * DAY;
}

/** When the window ends that began at `start`. */
export function windowEnd(period: Period, start: i64): i64 {
  if (period == Period.Minute) return start + MINUTE;
  if (period == Period.Day) return start + DAY;
  // 31 days behind the first of any month lies one of the first four days of the next.
  return windowStart(Period.Month, start + 31 * DAY);
}

/** 1 to 31. `days` since 1970; years begin in March here, so that the leap day is a year's last. */
function dayOfMonth(days: i64): i64 {
  const ofEra = (days + 719_468) % 146_097;
  const year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
  const ofYear = ofEra - (365 * year + year / 4 - year / 100);
  const month = (5 * ofYear + 2) / 153;
  return ofYear - (153 * month + 2) / 5 + 1;
}
