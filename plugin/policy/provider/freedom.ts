/** It comes back by no waiting. */
export const NEVER_FREE: i64 = i64.MAX_VALUE;

/** What keeps a key or a model from being used. The stronger goes before the weaker. */
export enum Bar {
  None = 0,
  /** It has done badly: used where nothing else is left. */
  Failing = 1,
  /** Its provider does not take the key, or has no money of it: used where nobody comes back before it does. */
  Refused = 2,
  /** Its provider has asked for the cool-down: an attempt that comes to it all the same may use it, no request is begun for it. */
  Asked = 3,
  /** Its own limits, its time or its allowlist. */
  Own = 4,
}

/** When something may be used, and if not now, why. */
export class Freedom {
  /** When nothing keeps it any more, in milliseconds since 1970; 0: now. */
  at: i64 = 0;
  /** Until when no request is begun for it, whatever else is left; 0: it is open. */
  opensAt: i64 = 0;
  bar: Bar = Bar.None;
  isRefused: bool = false;
  /** What keeps it closed longest is a limit: of requests, tokens, or money. */
  isLimit: bool = false;

  /** One more that keeps it. */
  add(at: i64, bar: Bar, isLimit: bool): Freedom {
    this.bar = max(this.bar, bar);
    this.at = max(this.at, at);
    if (bar == Bar.Refused) this.isRefused = true;
    if (bar >= Bar.Asked && at > this.opensAt) {
      this.opensAt = at;
      this.isLimit = isLimit;
    }
    return this;
  }

  /** Whether an attempt that has come to it uses this one rather than the other. */
  isBetterThan(other: Freedom): bool {
    if (this.opensAt > 0 != other.opensAt > 0) return this.opensAt == 0;
    if (this.isRefused != other.isRefused) return other.isRefused;
    return this.at < other.at;
  }
}
