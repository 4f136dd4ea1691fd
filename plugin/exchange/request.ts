import { ABSENT, Span } from "../wire/span";

export enum Role {
  System = 0,
  User = 1,
  Assistant = 2,
}

/** One turn. Texts are raw JSON strings without quotes: they go from document to document as they stand. */
export class Message {
  texts: Array<Span> = [];
  constructor(public role: Role) {}
}

/**
 * A chat request between two dialects. Spans lie in the client's body, which the exchange keeps;
 * numbers are as the client wrote them. ABSENT: not given.
 */
export class ChatRequest {
  /** System prompt; several runs are separate paragraphs. */
  system: Array<Span> = [];
  messages: Array<Message> = [];
  maxTokens: Span = ABSENT;
  temperature: Span = ABSENT;
  topP: Span = ABSENT;
  /** Raw strings. */
  stop: Array<Span> = [];
  stream: bool = false;
  /** Whether the client wants usage in the stream; the dialects that always tell it set this. */
  streamUsage: bool = false;
  /** Names of the client's fields that another dialect does not carry and whose loss changes no meaning. */
  dropped: Array<Span> = [];
}
