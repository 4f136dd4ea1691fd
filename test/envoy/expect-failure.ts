import { expect } from "vitest";
import type { Dialect } from "../../control-plane/contract.ts";
import { type Answer, eventsOf, jsonOf } from "./ask.ts";

/** Each dialect's envelope of an error, as its official client reads it. */
const ENVELOPE: Readonly<Record<Dialect, (message: unknown) => object>> = {
  openai: (message) => ({
    error: {
      message,
      type: expect.any(String),
      param: expect.toSatisfy(isTextOrNull),
      code: expect.toSatisfy(isTextOrNull),
    },
  }),
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
  // A provider of the same dialect speaks for itself, and may say more.
  const envelope = expect.objectContaining(ENVELOPE[dialect](expect.stringMatching(message)));
  expect(events.at(-1)).toEqual({ ...(dialect === "anthropic" && { name: "error" }), data: envelope });
  expect(events.slice(0, -1).filter(({ data }) => saysWhole(data))).toEqual([]);
}

function saysWhole(data: unknown): boolean {
  const { type, done } = data as { type?: unknown; done?: unknown };
  return data === "[DONE]" || type === "message_stop" || done === true;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}
