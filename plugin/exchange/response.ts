import { ABSENT, Span } from "../wire/span";
import { Part } from "./part";

/** Why the model stopped. Each dialect has a total table to and from these. */
export enum StopReason {
  /** The model was done. */
  End = 0,
  /** The request's limit of tokens. */
  Length = 1,
  /** One of the request's stop sequences. */
  StopSequence = 2,
  /** It waits for the results of its tool calls. */
  ToolUse = 3,
  /** The provider's content filter. */
  Filtered = 4,
  /** The model refused. */
  Refused = 5,
  /** The provider paused a long turn: send it back as it is to go on. */
  Paused = 6,
  /** The model's context is full. */
  ContextFull = 7,
}

/** Counted tokens; -1 where the provider did not say. */
export class Usage {
  /** The whole prompt, with what was cached. */
  input: i64 = -1;
  output: i64 = -1;
  /** Of `input`: read from the provider's prompt cache. */
  cacheRead: i64 = -1;
  /** Of `input`: written to it. */
  cacheWrite: i64 = -1;
  /** Of `output`: thought, not said. */
  reasoning: i64 = -1;

  get total(): i64 {
    return max(this.input, 0) + max(this.output, 0);
  }
}

/** A whole chat response between two dialects. Spans lie in the provider's body. */
export class ChatResponse {
  /** The provider's dialect, where it is not the client's: whose signatures these are, see opaque.ts. */
  maker: string = "";
  /** Raw strings; ABSENT where the provider's dialect has none. */
  id: Span = ABSENT;
  model: Span = ABSENT;
  parts: Array<Part> = [];
  stopReason: StopReason = StopReason.End;
  /** The stop sequence that was met: a raw string; ABSENT where the provider does not tell. */
  stopSequence: Span = ABSENT;
  /** OpenAI's list of tokens with their probabilities: a whole JSON value. */
  logprobs: Span = ABSENT;
  usage: Usage = new Usage();
  /** It is an answer by what has no neutral form: a model was loaded, a conversation compacted, a tool of one dialect called. */
  answersOtherwise: bool = false;
}
