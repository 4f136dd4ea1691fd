import type { StreamEvent } from "../../fixtures/wire/index.ts";

/** How a stream may end: whole, with an error event, or in the middle. */
export type Ending = "whole" | "failed" | "open";

/** What a client of a dialect may get at an endpoint. */
export interface Protocol {
  /** Server-sent events, or one document a line. */
  framing: "events" | "lines";
  streamType: string;
  /** What a request without `stream` asks for. */
  streamsByDefault: boolean;
  /** @throws Fault if it is no error of this dialect's. */
  checkError(document: unknown): void;
  /** @throws Fault if it is no answer of this endpoint's, for what this gateway itself writes. */
  checkAnswer(document: unknown): void;
  /**
   * How a stream that this gateway wrote ends.
   * @throws Fault if an event is none of the dialect's, or in the wrong place.
   */
  checkStream(events: readonly StreamEvent[]): Ending;
  /** Whether a client takes it for the end of a whole answer. */
  isEndMark(data: unknown): boolean;
  /** Whether a provider says by it that nothing is missing; the end mark itself, and what comes just before. */
  saysWhole(data: unknown): boolean;
}

/** A field of anything. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const name of path) found = (found as Record<string | number, unknown> | null | undefined)?.[name];
  return found;
}
