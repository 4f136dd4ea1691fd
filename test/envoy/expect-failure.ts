import { expect } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import type { StreamEvent } from "../fixtures/wire/index.ts";
import { type Answer, eventsOf, jsonOf } from "./ask.ts";

/** Each dialect's envelope of an error, as its official client reads it. */
export const ENVELOPE: Readonly<Record<Dialect, (message: unknown) => object>> = {
  openai: openaiError,
  responses: openaiError,
  anthropic: (message) => ({ type: "error", error: { type: expect.any(String), message } }),
  ollama: (message) => ({ error: message }),
};

/** The answer is this error, in the client's own envelope. */
export function expectFailure(dialect: Dialect, answer: Answer, status: number, message: RegExp): void {
  expect({ status: answer.status, brokeOff: answer.brokeOff }, answer.text.slice(0, 300)).toEqual({
    status,
    brokeOff: false,
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  expect(jsonOf(answer)).toEqual(ENVELOPE[dialect](expect.stringMatching(message)));
}

/**
 * The answer began, and its stream ends with the dialect's error event: no mark of a whole answer.
 * Whether the connection ends well behind it makes no difference to a client.
 */
export function expectBrokenStream(dialect: Dialect, answer: Answer, message: RegExp): void {
  expect(answer.status, answer.text).toBe(200);
  const events = eventsOf(dialect, answer);
  const last = dialect === "responses" ? errorOfResponse(events, message) : events.at(-1);
  // A provider of the same dialect speaks for itself, and may say more.
  const said = expect.objectContaining(ERROR_EVENT[dialect](expect.stringMatching(message)));
  const name = dialect === "anthropic" || dialect === "responses" ? "error" : undefined;
  expect(last).toEqual({ ...(name && { name }), data: said });
  expect(events.filter(({ data }) => saysWhole(data))).toEqual([]);
}

/** Each dialect's error inside a stream: the envelope, or an event of its own. */
const ERROR_EVENT: typeof ENVELOPE = {
  ...ENVELOPE,
  responses: (message) => ({
    type: "error",
    sequence_number: expect.any(Number),
    message,
    code: expect.toSatisfy(isTextOrNull),
    param: expect.toSatisfy(isTextOrNull),
  }),
};

/** Behind its error event a translated stream tells the response's own end, which says the same. */
function errorOfResponse(events: StreamEvent[], message: RegExp): StreamEvent | undefined {
  const last = events.at(-1);
  if (last?.name !== "response.failed") return last;
  const error = { code: expect.any(String), message: expect.stringMatching(message) };
  expect(last.data).toMatchObject({ type: "response.failed", response: { status: "failed", error } });
  return events.at(-2);
}

function saysWhole(data: unknown): boolean {
  const { type, done } = data as { type?: unknown; done?: unknown };
  const isEnd = type === "message_stop" || type === "response.completed" || type === "response.incomplete";
  return data === "[DONE]" || isEnd || done === true;
}

function openaiError(message: unknown): object {
  const textOrNull = expect.toSatisfy(isTextOrNull);
  return { error: { message, type: expect.any(String), param: textOrNull, code: textOrNull } };
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}
