import { Condition } from "./condition";
import { Subject } from "./subject";

const MINUTES_OF_DAY: i64 = 1440;
/** 1 January 1970 was a Thursday; Monday is day 0. */
const FIRST_DAY: i64 = 3;

/** A window of the day, on some days of the week. */
export class TimeIs extends Condition {
  /**
   * In minutes: `from` up to `to`, which may lie behind midnight, and of the same value is the whole day;
   * `offset` to UTC. `days`: a bit each, Monday's first; of a window over midnight the day of its start counts.
   */
  constructor(
    private from: i64,
    private to: i64,
    private offset: i64,
    private days: i32,
  ) {
    super();
  }

  holds(subject: Subject): bool {
    const local = floorDivided(subject.seconds, 60) + this.offset;
    const today = floorDivided(local, MINUTES_OF_DAY);
    const minute = local - today * MINUTES_OF_DAY;
    if (this.from == this.to) return this.includesDay(today);
    if (this.from < this.to) return minute >= this.from && minute < this.to && this.includesDay(today);
    return minute >= this.from ? this.includesDay(today) : minute < this.to && this.includesDay(today - 1);
  }

  private includesDay(day: i64): bool {
    const weekday = day + FIRST_DAY - floorDivided(day + FIRST_DAY, 7) * 7;
    return ((this.days >> <i32>weekday) & 1) != 0;
  }
}

function floorDivided(value: i64, by: i64): i64 {
  const quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}
