/** Nanoseconds since the epoch. */
type Clock = () => u64;

/** What a response carries that comes from no provider: an id where the provider gave none, and times. */
export class Stamp {
  constructor(
    /** Of the exchange, unique among those that started in the same nanosecond: the id of its gateway stream. */
    public number: u32,
    /** When the request came, in nanoseconds since the epoch. */
    public started: u64,
    private clock: Clock,
  ) {}

  /** Unique among the exchanges of this gateway; letters and digits. */
  get id(): string {
    return this.started.toString(36) + this.number.toString(36);
  }

  /** Of a tool call whose provider gave none. */
  callId(index: i32): string {
    return "call_" + this.id + "n" + index.toString();
  }

  get seconds(): i64 {
    return <i64>(this.started / 1_000_000_000);
  }

  /** Nanoseconds since the request came. */
  get elapsed(): i64 {
    return <i64>(this.clock() - this.started);
  }

  /** Now, as `2026-01-31T12:00:00.000Z`. */
  get rfc3339(): string {
    return new Date(<i64>(this.clock() / 1_000_000)).toISOString();
  }
}
