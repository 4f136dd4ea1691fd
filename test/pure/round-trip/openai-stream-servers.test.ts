import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";
import {
  answer,
  chunk,
  DONE,
  delta,
  END,
  event,
  fragment,
  type Heard,
  hear,
  ROLE,
  stop,
  USAGE,
} from "./openai-chunks.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const made = expect.stringMatching(/^call_[0-9a-z]+$/);
const A = { id: "a", name: "f", arguments: '{"x":"\\n"}' };
const B = { id: "b", name: "g", arguments: "{}" };

/** What compatible servers make of the protocol, and what a client hears. */
const SERVERS: Record<string, [string[], Partial<Heard>]> = {
  "calls without numbers, whole": [
    [
      delta({
        role: "assistant",
        content: null,
        tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: A.arguments } }],
      }),
      delta({ tool_calls: [{ id: "b", type: "function", function: { name: "g", arguments: "{}" } }] }),
      ...END,
    ],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "calls without numbers in one delta": [
    [
      delta({
        tool_calls: [
          { id: "a", function: { name: "f", arguments: { x: "\n" } } },
          { id: "b", function: { name: "g", arguments: "{}" } },
        ],
      }),
      ...END,
    ],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "calls without numbers or ids": [
    [
      delta({ tool_calls: [{ id: "", function: { name: "f", arguments: "{}" } }] }),
      delta({ tool_calls: [{ function: { name: "f", arguments: '{"x":1}' } }] }),
      ...END,
    ],
    {
      calls: [
        { id: made, name: "f", arguments: "{}" },
        { id: made, name: "f", arguments: '{"x":1}' },
      ],
      stop: "tool_calls",
    },
  ],
  "fragments without numbers, by their ids": [
    [
      delta({ tool_calls: [{ id: "a", function: { name: "f", arguments: "" } }] }),
      delta({ tool_calls: [{ id: "b", function: { name: "g", arguments: "{" } }] }),
      delta({ tool_calls: [{ id: "a", function: { arguments: A.arguments } }] }),
      delta({ tool_calls: [{ id: "b", function: { arguments: "}" } }] }),
      ...END,
    ],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "all calls numbered 0": [
    [fragment(0, A.arguments, { id: "a", name: "f" }), fragment(0, "{}", { id: "b", name: "g" }), ...END],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "all calls numbered 0, of one function": [
    [fragment(0, "{}", { id: "b", name: "g" }), fragment(0, "{}", { id: "c", name: "g" }), ...END],
    { calls: [B, { ...B, id: "c" }], stop: "tool_calls" },
  ],
  "all calls numbered 0, without ids": [
    [fragment(0, "{}", { id: "", name: "f" }), fragment(0, "{}", { id: "", name: "g" }), ...END],
    {
      calls: [
        { id: made, name: "f", arguments: "{}" },
        { id: made, name: "g", arguments: "{}" },
      ],
      stop: "tool_calls",
    },
  ],
  "numbers that do not start at 0": [
    [fragment(1, A.arguments, { id: "a", name: "f" }), fragment(3, "{}", { id: "b", name: "g" }), ...END],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "ids and names repeated": [
    [
      fragment(0, '{"x":', { id: "a", name: "f" }),
      fragment(0, '"\\n"', { id: "a", name: "f" }),
      fragment(0, "}", { id: "", name: "f" }),
      fragment(1, "{}", { id: "b", name: "g" }),
      ...END,
    ],
    { calls: [A, B], stop: "tool_calls" },
  ],
  "another id in every fragment": [
    [
      delta({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: '{"x":' } }] }),
      delta({ tool_calls: [{ index: 0, id: "z", function: { arguments: '"\\n"}' } }] }),
      ...END,
    ],
    { calls: [A], stop: "tool_calls" },
  ],
  "the name behind the arguments": [
    [
      delta({ tool_calls: [{ index: 0, id: "a", function: { arguments: '{"x":' } }] }),
      fragment(0, '"\\n"}', { id: "a", name: "f" }),
      ...END,
    ],
    { calls: [A], stop: "tool_calls" },
  ],
  "the deprecated function_call": [
    [
      ROLE,
      delta({ function_call: { name: "f", arguments: "" } }),
      delta({ function_call: { arguments: A.arguments } }),
      stop("function_call"),
      chunk([], { usage: USAGE }),
      DONE,
    ],
    { calls: [{ ...A, id: made }], stop: "tool_calls" },
  ],
  "usage in the last piece": [
    [ROLE, delta({ content: "a" }), chunk([{ index: 0, delta: {}, finish_reason: "stop" }], { usage: USAGE }), DONE],
    { content: "a" },
  ],
  "usage in every chunk": [
    [
      chunk([{ index: 0, delta: { content: "a" } }], { usage: { prompt_tokens: 5, completion_tokens: 1 } }),
      chunk([{ index: 0, delta: { content: "b" }, finish_reason: "stop" }], {
        usage: { prompt_tokens: 5, completion_tokens: 7 },
      }),
      DONE,
    ],
    { content: "ab" },
  ],
  "no usage": [[ROLE, delta({ content: "a" }), stop(), DONE], { content: "a", usage: null }],
  "Azure's chunk about the prompt": [
    [
      event({ id: "", object: "", created: 0, model: "", choices: [], prompt_filter_results: [{ prompt_index: 0 }] }),
      ROLE,
      delta({ content: "a" }),
      ...END,
    ],
    { content: "a" },
  ],
  "no [DONE]": [[ROLE, delta({ content: "a" }), stop(), chunk([], { usage: USAGE })], { content: "a" }],
  "no stop reason": [[ROLE, delta({ content: "a" }), DONE], { content: "a", usage: null }],
  "comments, and an error that is none": [
    [
      ": OPENROUTER PROCESSING\n\n",
      ROLE,
      chunk([{ index: 0, delta: { content: "a" } }], { error: null }),
      ":\n\n",
      ...END,
    ],
    { content: "a" },
  ],
};

describe.each(Object.entries(SERVERS))("%s", (_, [events, expected]) => {
  const bytes = Buffer.from(events.join(""));

  it("is the same answer at every split", () => {
    const whole = pure.translateStream("openai", "openai", [bytes]);
    expect(whole.failed).toBe(false);
    expect(hear(whole.text)).toEqual(answer(expected));
    for (const chunks of splits(bytes)) expect(pure.translateStream("openai", "openai", chunks).text).toBe(whole.text);
  });
});
