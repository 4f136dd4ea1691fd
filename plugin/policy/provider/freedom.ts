/** It comes back by no waiting. */
export const NEVER_FREE: i64 = i64.MAX_VALUE;

/** What keeps a key or a model from being used. The stronger goes before the weaker. */
export enum Bar {
  None = 0,
  /** It has done badly: used where nothing else is left. */
  Failing = 1,
  /** Its provider has asked for the cool-down: an attempt that comes to it all the same may use it, no request is begun for it. */
  Asked = 2,
  /** Its own limits, its time or its allowlist. */
  Own = 3,
}

/** When something may be used, and if not now, why. */
export class Freedom {
  /** Milliseconds since 1970; 0: now. */
  at: i64 = 0;
  bar: Bar = Bar.None;
  /** What keeps it longest is a limit: of requests, tokens, or money. */
  isLimit: bool = false;

  /** One more that keeps it. */
  add(at: i64, bar: Bar, isLimit: bool): Freedom {
    this.bar = max(this.bar, bar);
    if (at > this.at) {
      this.at = at;
      this.isLimit = isLimit;
    }
    return this;
  }

  /** Whether to be asked for this one rather than the other: what is barred less, then what is free sooner. */
  isBetterThan(other: Freedom): bool {
    const isBarred = this.bar > Bar.Failing;
    const otherIsBarred = other.bar > Bar.Failing;
    return isBarred == otherIsBarred ? this.at < other.at : otherIsBarred;
  }
}
