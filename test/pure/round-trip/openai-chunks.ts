import { expect } from "vitest";
import { parseStream } from "../../fixtures/wire/index.ts";

// --- what a provider sends

export const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
export const chunk = (choices: object[], more: object = {}) =>
  event({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "gpt", choices, ...more });
export const delta = (value: object, more: object = {}) =>
  chunk([{ index: 0, delta: value, finish_reason: null, ...more }]);
export const stop = (finish_reason = "stop") => chunk([{ index: 0, delta: {}, finish_reason }]);
export const USAGE = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
export const DONE = "data: [DONE]\n\n";
export const END = [stop(), chunk([], { usage: USAGE }), DONE];
export const ROLE = delta({ role: "assistant", content: "" });
export const fragment = (index: number, input: string, begin?: { id: string; name: string }) =>
  delta({
    tool_calls: [
      {
        index,
        ...(begin && { id: begin.id, type: "function" }),
        function: { ...(begin && { name: begin.name }), arguments: input },
      },
    ],
  });
export const sealed = (detail: object) => delta({ reasoning_details: [detail] });

// --- what a client makes of it

// biome-ignore lint/suspicious/noExplicitAny: chunks of several shapes
type Chunk = any;

export interface Heard {
  content: string;
  refusal: string;
  reasoning: string;
  details: object[];
  calls: { id: string; name: string; arguments: string }[];
  function?: { name: string; arguments: string };
  logprobs: unknown[];
  stop: string | null;
  usage: object | null;
}

/** The answer as a client puts it together; the order of events is asserted on the way. */
export function hear(stream: string): Heard {
  const heard: Heard = {
    content: "",
    refusal: "",
    reasoning: "",
    details: [],
    calls: [],
    logprobs: [],
    stop: null,
    usage: null,
  };
  const events: Chunk[] = parseStream("openai", stream).map(({ data }) => data);
  expect(events.pop()).toBe("[DONE]");
  expect(events[0]).toEqual({
    id: expect.stringMatching(/^chatcmpl-/),
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: expect.any(String),
    choices: [
      { index: 0, delta: { role: "assistant", content: "", refusal: null }, logprobs: null, finish_reason: null },
    ],
    usage: null,
  });
  for (const { choices, usage } of events) {
    expect(heard.usage).toBeNull();
    heard.usage = usage;
    if (choices.length === 0) continue;
    expect(heard.stop).toBeNull();
    const [{ delta: said, finish_reason, logprobs }] = choices;
    heard.stop = finish_reason;
    heard.content += said.content ?? "";
    heard.refusal += said.refusal ?? "";
    heard.reasoning += said.reasoning_content ?? "";
    heard.details.push(...(said.reasoning_details ?? []));
    heard.logprobs.push(...(logprobs?.content ?? []));
    for (const { index, id, type, function: named } of said.tool_calls ?? []) {
      if (id !== undefined) {
        expect([index, type]).toEqual([heard.calls.length, "function"]);
        heard.calls.push({ id, name: named.name, arguments: "" });
      }
      (heard.calls[index] as { arguments: string }).arguments += named.arguments;
    }
    if (said.function_call) {
      heard.function ??= { name: said.function_call.name, arguments: "" };
      heard.function.arguments += said.function_call.arguments;
    }
  }
  return heard;
}

/** What a client hears, where only this is said. */
export const answer = (more: Partial<Heard>): Heard => ({
  content: "",
  refusal: "",
  reasoning: "",
  details: [],
  calls: [],
  logprobs: [],
  stop: "stop",
  usage: USAGE,
  ...more,
});
