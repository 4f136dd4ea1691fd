import { Arena } from "../wire/arena";
import { ABSENT, Span } from "../wire/span";
import { FieldNames } from "./field-names";
import { note } from "./lost-names";
import { Part } from "./part";
import { SETTINGS } from "./setting";

export enum Role {
  System = 0,
  User = 1,
  Assistant = 2,
  /** The result of one tool call. */
  Tool = 3,
}

/** One turn, or the result of one tool call. */
export class Message {
  parts: Array<Part> = [];
  /** Of the speaker, where several share a role; a raw string. */
  name: Span = ABSENT;

  // --- of a tool's result
  /** The call that this answers; a raw string. */
  callId: Span = ABSENT;
  /** Whether the tool reports a failure. */
  failed: bool = false;
  /** As `Part.cacheControl`. */
  cacheControl: Span = ABSENT;

  constructor(public role: Role) {}
}

/** A function that the model may ask to have called. */
export class Tool {
  /** Raw strings. */
  name: Span = ABSENT;
  description: Span = ABSENT;
  /** The JSON Schema of its arguments, a whole value; ABSENT: it takes none. */
  parameters: Span = ABSENT;
  /** Whether arguments must keep to the schema: a JSON value. */
  strict: Span = ABSENT;
  cacheControl: Span = ABSENT;
  /** Its client calls it with a text, which is its one argument: see dialect/text-input.ts. */
  isText: bool = false;
}

export enum ToolChoice {
  Unset = 0,
  Auto = 1,
  None = 2,
  /** Any tool, but one. */
  Required = 3,
  /** The one in `toolName`. */
  Named = 4,
}

export enum Format {
  Text = 0,
  /** Any JSON object. */
  Json = 1,
  /** JSON of `schema`. */
  Schema = 2,
}

export enum Thinking {
  Unset = 0,
  Off = 1,
  On = 2,
  /** The model decides when to think, and how much. */
  Adaptive = 3,
}

/**
 * A chat request between two dialects. Spans lie in the client's body, which the exchange keeps, or
 * in `arena`. ABSENT: not given. "Raw string": without its quotes, still escaped.
 */
export class ChatRequest {
  /** In the client's order; system messages stand where the client put them. */
  messages: Array<Message> = [];
  /** A number. */
  maxTokens: Span = ABSENT;
  /** By `Setting`: whole JSON values. */
  settings: StaticArray<Span> = new StaticArray<Span>(SETTINGS);
  /** Raw strings. */
  stop: Array<Span> = [];

  tools: Array<Tool> = [];
  toolChoice: ToolChoice = ToolChoice.Unset;
  /** Raw string. */
  toolName: Span = ABSENT;
  /** At most one tool call in an answer. */
  oneToolOnly: bool = false;

  format: Format = Format.Text;
  /** A whole JSON value. */
  schema: Span = ABSENT;
  /** The client's dialect promises answers that keep to the schema. */
  schemaGuaranteed: bool = false;
  /** Raw string. */
  schemaName: Span = ABSENT;
  schemaDescription: Span = ABSENT;
  /** A JSON value. */
  schemaStrict: Span = ABSENT;

  thinking: Thinking = Thinking.Unset;
  /** none, minimal, low, medium, high, xhigh, max: a raw string. */
  effort: Span = ABSENT;
  /** Tokens to think with: a number. */
  thinkingBudget: Span = ABSENT;
  /** Whether the client reads the thoughts: OpenAI's `reasoning.summary`, Anthropic's `display`. */
  reasoningSummary: Span = ABSENT;

  stream: bool = false;
  /** Whether the client wants usage in the stream; the dialects that always tell it set this. */
  streamUsage: bool = false;

  /** Fields of the client's that no other dialect carries and whose loss changes no meaning; paths such as `messages.name`. */
  dropped: Array<string> = [];
  /** A provider of its own dialect would look up, run or remember something for it: its answer is not to be kept. */
  reachesOut: bool = false;
  /** As `dropped`, said in another way. */
  approximated: Array<string> = [];
  /** Made while reading: ids, decoded texts. */
  arena: Arena = new Arena();

  constructor(
    /** What the client's dialect calls things. */
    public names: FieldNames,
  ) {}

  has(setting: i32): bool {
    return this.settings[setting] != ABSENT;
  }

  drop(field: string): void {
    note(field, this.dropped);
  }

  approximate(field: string): void {
    note(field, this.approximated);
  }

  free(): void {
    this.arena.free();
  }
}
