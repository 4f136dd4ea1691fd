import type { StreamEvent } from "../../fixtures/wire/index.ts";

/** How a stream may end: whole, with an error event, or in the middle. */
export type Ending = "whole" | "failed" | "open";

/** What a client of a dialect may get at an endpoint. */
export interface Protocol {
  /** @throws Fault if it is no error of this dialect's. */
  checkError(document: unknown): void;
  /**
   * @param request what was asked, where the answer hangs on it; absent: anything that this is an answer to
   * @throws Fault if it is no answer of this endpoint's, for what this gateway itself writes.
   */
  checkAnswer(document: unknown, request?: unknown): void;
  /** Absent at an endpoint that does not stream. */
  stream?: StreamProtocol;
}

export interface StreamProtocol {
  /** Server-sent events, or one document a line. */
  framing: "events" | "lines";
  type: string;
  /** What a request without `stream` asks for. */
  byDefault: boolean;
  /**
   * How a stream that this gateway wrote ends.
   * @throws Fault if an event is none of the dialect's, or in the wrong place.
   */
  check(events: readonly StreamEvent[]): Ending;
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
