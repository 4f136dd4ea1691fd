class Streak {
  count: i32 = 0;
  /** Until when the last of them cooled down, in milliseconds since 1970. */
  until: i64 = 0;
}

/** The ids are few; should one worker meet more, all begin anew. */
const MOST: i32 = 1024;

/** How often something has failed in a row, as this VM has seen it; by the ids of cool-downs. */
export class Streaks {
  private all: Map<u64, Streak> = new Map();

  get isEmpty(): bool {
    return this.all.size == 0;
  }

  /**
   * One more failure: how many there are in a row. Requests that were under way together fail together: what fails
   * while the last cool-down lasts is no further one.
   */
  fail(id: u64, now: i64): i32 {
    if (this.all.size >= MOST) this.all.clear();
    if (!this.all.has(id)) this.all.set(id, new Streak());
    const streak = this.all.get(id);
    if (now >= streak.until) streak.count += 1;
    return streak.count;
  }

  cool(id: u64, until: i64): void {
    if (this.all.has(id)) this.all.get(id).until = max(this.all.get(id).until, until);
  }

  end(id: u64): void {
    this.all.delete(id);
  }
}
