/** What a response carries that comes from no provider: an id where the provider gave none, and times. */
export class Stamp {
  /** Nanoseconds since the epoch, refreshed by the shell in each callback. */
  now: u64;

  constructor(
    /** Unique among the exchanges of this gateway; letters and digits. */
    public id: string,
    /** When the request came, in nanoseconds since the epoch. */
    public started: u64,
  ) {
    this.now = started;
  }

  get seconds(): i64 {
    return <i64>(this.started / 1_000_000_000);
  }

  /** Nanoseconds since the request came. */
  get elapsed(): i64 {
    return <i64>(this.now - this.started);
  }

  /** `2026-01-31T12:00:00.000Z` */
  get rfc3339(): string {
    return new Date(<i64>(this.now / 1_000_000)).toISOString();
  }
}
