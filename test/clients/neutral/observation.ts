import type { ToolCall } from "./ask.ts";

/** What a program that uses a client's library sees of a task. */
export interface Observation {
  /** One for each turn. */
  answers: Answer[];
  /** The text of the last stream as it came, piece by piece; also of a stream that broke. */
  heard?: string;
  vectors?: number[][];
  /** Prompt tokens of the embeddings. */
  embedded?: number;
  models?: string[];
  /** What a count of tokens came to. */
  counted?: number;
  error?: Thrown;
}

export interface Answer {
  text: string;
  /** The model's words on why it does not answer, where the dialect keeps them apart from the text. */
  refusal: string;
  reasoning: string;
  /** Whether the reasoning came with a signature, or encrypted. */
  signed: boolean;
  calls: ToolCall[];
  /** In the dialect's own word. */
  stop: string;
  usage: Usage;
}

/** Counts of tokens; 0 where the dialect does not tell. */
export interface Usage {
  /** The whole prompt, with what was cached. */
  input: number;
  /** The whole answer, with what was thought. */
  output: number;
  cached: number;
  reasoning: number;
}

export interface Thrown {
  /** Name of the error's class. */
  class: string;
  /** HTTP status; null where the library tells none, as for an error inside a stream. */
  status: number | null;
  message: string;
  /** The response's `retry-after`; null where there is none, or the library does not show it. */
  retryAfter: string | null;
}
