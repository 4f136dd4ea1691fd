import { ABSENT, Span } from "../wire/span";

export enum PartKind {
  Text = 0,
  Image = 1,
  Document = 2,
  ToolCall = 3,
  Reasoning = 4,
  /** The model's own words on why it does not answer. */
  Refusal = 5,
}

/**
 * One piece of a message. All spans are raw JSON strings without quotes, unless told otherwise: they
 * go from document to document as they stand. ABSENT: not given.
 */
export abstract class Part {
  /** Anthropic's `cache_control`, a whole JSON value. */
  cacheControl: Span = ABSENT;
  constructor(public kind: PartKind) {}
}

/** Text or Refusal. */
export class TextPart extends Part {
  constructor(
    public text: Span,
    kind: PartKind = PartKind.Text,
  ) {
    super(kind);
  }
}

/** Image or Document: given inside the request, or by reference. */
export class MediaPart extends Part {
  /** `image/png`; ABSENT where the dialect does not tell. */
  mediaType: Span = ABSENT;
  /** Base64. */
  data: Span = ABSENT;
  url: Span = ABSENT;
  /** A document that is plain text, as text. */
  text: Span = ABSENT;
  /** Of a file that the provider keeps. */
  fileId: Span = ABSENT;
  /** File name or title. */
  name: Span = ABSENT;
  /** OpenAI's `detail` of an image. */
  detail: Span = ABSENT;

  constructor(
    kind: PartKind,
    /** Path in the client's request, for a refusal that names it: `messages[1].content[0]`. */
    public where: string,
  ) {
    super(kind);
  }
}

/** The model's wish to have a function called. */
export class ToolCallPart extends Part {
  /** Unique in the conversation; ABSENT where the provider gave none: the writer makes one. */
  id: Span = ABSENT;
  name: Span = ABSENT;
  /** The arguments' JSON: the raw string that holds it if `inputIsText`, else a whole JSON value. */
  input: Span = ABSENT;
  inputIsText: bool = false;
  /** Its maker's, and the maker's dialect: see signed-call.ts. ABSENT: it has none. */
  signature: Span = ABSENT;
  signer: Span = ABSENT;

  constructor() {
    super(PartKind.ToolCall);
  }
}

/** What the model thought. Its opaque members are of use only to the dialect that made them. */
export class ReasoningPart extends Part {
  text: Span = ABSENT;
  /** Proves the text to its maker on the next turn. */
  signature: Span = ABSENT;
  /** Thought in a form that only its maker can read; there is no text then. */
  encrypted: Span = ABSENT;
  /** The item's id, where the dialect has one. */
  id: Span = ABSENT;

  constructor() {
    super(PartKind.Reasoning);
  }
}
