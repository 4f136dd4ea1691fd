import { ABSENT, Span } from "../wire/span";

/** Why the model stopped. Each dialect has a total table to and from these. */
export enum StopReason {
  /** The model was done. */
  End = 0,
  /** The limit of tokens, or of the context. */
  Length = 1,
  /** One of the request's stop sequences. */
  StopSequence = 2,
  /** The provider's content filter, or a refusal. */
  Filtered = 3,
}

/** Counted tokens; -1 where the provider did not say. */
export class Usage {
  input: i64 = -1;
  output: i64 = -1;

  get total(): i64 {
    return max(this.input, 0) + max(this.output, 0);
  }
}

/** A whole chat response between two dialects. Spans lie in the provider's body. */
export class ChatResponse {
  /** Raw strings; ABSENT where the provider's dialect has none. */
  id: Span = ABSENT;
  model: Span = ABSENT;
  texts: Array<Span> = [];
  stopReason: StopReason = StopReason.End;
  usage: Usage = new Usage();
}
