import { ABSENT, Span } from "../wire/span";

/** One of a provider's limits on its key, as it stood after this answer. */
export class RateLimit {
  /** Numbers as text. */
  limit: Span = ABSENT;
  remaining: Span = ABSENT;
  /** When it is whole again, in milliseconds since the epoch; -1: not told. */
  reset: i64 = -1;

  get isTold(): bool {
    return this.limit != ABSENT || this.remaining != ABSENT || this.reset >= 0;
  }
}

/** What a provider's response headers tell a caller, in no dialect. Spans are valid during the call only. */
export class AnswerHead {
  /** The provider's name for this request: what its support asks for. */
  requestId: Span = ABSENT;
  requests: RateLimit = new RateLimit();
  tokens: RateLimit = new RateLimit();

  constructor(
    /** Milliseconds since the epoch, to tell a moment from a duration. */
    public now: i64,
  ) {}
}
