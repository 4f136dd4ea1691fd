import type { Dialect } from "../../../contract/dialect.ts";

interface StreamParts {
  /** Before the first piece of the answer. */
  opening: readonly string[];
  /** One for each piece. */
  content: readonly string[];
  closing: readonly string[];
}

/** The events of a stream of the demo provider, cut where its answer begins and ends. */
export function streamParts(dialect: Dialect, events: readonly string[]): StreamParts {
  const first = events.findIndex((event) => PIECE[dialect].test(event));
  const last = events.findLastIndex((event) => PIECE[dialect].test(event));
  return { opening: events.slice(0, first), content: events.slice(first, last + 1), closing: events.slice(last + 1) };
}

/** An event with a piece of the answer. */
const PIECE: Readonly<Record<Dialect, RegExp>> = {
  openai: /"content":"[^"]/,
  responses: /^event: response\.output_text\.delta\n/,
  anthropic: /^event: content_block_delta\n/,
  ollama: /"content":"[^"]/,
};
