import { ABSENT, Span } from "../wire/span";

/** What a request has to say, whatever its caller wrote: JSON numbers, ABSENT where the caller may choose. */
export class Forced {
  /** The longest answer; a shorter limit of the caller's own stays. */
  maxTokens: Span = ABSENT;
  temperature: Span = ABSENT;

  get isEmpty(): bool {
    return this.maxTokens == ABSENT && this.temperature == ABSENT;
  }
}
