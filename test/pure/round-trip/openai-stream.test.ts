import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";
import {
  answer,
  chunk,
  DONE,
  delta,
  END,
  fragment,
  type Heard,
  hear,
  ROLE,
  sealed,
  stop,
  USAGE,
} from "./openai-chunks.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const HI = { model: "m", messages: [{ role: "user", content: "hi" }] };
const A = { id: "a", name: "f", arguments: '{"x":"\\n"}' };
const B = { id: "b", name: "g", arguments: "{}" };
const token = (value: string) => ({ token: value, bytes: null, logprob: -1, top_logprobs: [] });
const logprobs = (...values: string[]) => ({ logprobs: { content: values.map(token), refusal: null } });

/** What a provider sends, and what a client hears. */
const WHOLE: Record<string, [string[], Partial<Heard>]> = {
  text: [
    [ROLE, delta({ content: "Kana" }), delta({ content: ' "あ"\n' }), delta({ content: "🀄\u2028\\" }), ...END],
    { content: 'Kana "あ"\n🀄\u2028\\' },
  ],
  nothing: [[ROLE, ...END], {}],
  "a refusal": [[ROLE, delta({ refusal: "I must" }), delta({ refusal: " not." }), ...END], { refusal: "I must not." }],
  "a stop at the limit": [
    [ROLE, delta({ content: "a" }), stop("length"), chunk([], { usage: USAGE }), DONE],
    { content: "a", stop: "length" },
  ],
  "calls that take turns": [
    [
      ROLE,
      delta({ content: "I look." }),
      fragment(0, "", { id: "a", name: "f" }),
      fragment(0, '{"x":'),
      fragment(1, "{", { id: "b", name: "g" }),
      fragment(0, '"\\n"}'),
      fragment(1, "}"),
      stop("tool_calls"),
      chunk([], { usage: USAGE }),
      DONE,
    ],
    { content: "I look.", calls: [A, B], stop: "tool_calls" },
  ],
  "a call without arguments": [
    [ROLE, fragment(0, "", { id: "a", name: "f" }), stop("tool_calls"), chunk([], { usage: USAGE }), DONE],
    { calls: [{ id: "a", name: "f", arguments: "{}" }], stop: "tool_calls" },
  ],
  "a call that the limit cut off": [
    [ROLE, fragment(0, "", { id: "a", name: "f" }), stop("length"), chunk([], { usage: USAGE }), DONE],
    { calls: [{ id: "a", name: "f", arguments: "" }], stop: "length" },
  ],
  "sealed thoughts": [
    [
      ROLE,
      delta({ reasoning: "hm", reasoning_details: [{ type: "reasoning.text", text: "hm", index: 0 }] }),
      delta({ reasoning: ".\n", reasoning_details: [{ type: "reasoning.text", text: ".\n", index: 0 }] }),
      sealed({ type: "reasoning.text", signature: "sig", id: "r", index: 0 }),
      sealed({ type: "reasoning.encrypted", data: "opaque", index: 1 }),
      delta({ reasoning: "so" }),
      sealed({ type: "reasoning.text", text: "so", signature: "sig2", index: 2 }),
      delta({ content: "a" }),
      ...END,
    ],
    {
      content: "a",
      reasoning: "hm.\nso",
      details: [
        { type: "reasoning.text", text: "hm.\n", signature: "sig", id: "r", index: 0 },
        { type: "reasoning.encrypted", data: "opaque", index: 1 },
        { type: "reasoning.text", text: "so", signature: "sig2", index: 2 },
      ],
    },
  ],
  "thoughts in details alone": [
    [
      ROLE,
      sealed({ type: "reasoning.summary", summary: "hm" }),
      sealed({ type: "reasoning.text", text: "so", signature: "sig" }),
      ...END,
    ],
    { reasoning: "hm", details: [{ type: "reasoning.text", text: "hm", signature: "sig", index: 0 }] },
  ],
  "thoughts as text": [
    [ROLE, delta({ reasoning_content: "hm", content: null }), delta({ reasoning_content: null, content: "a" }), ...END],
    { reasoning: "hm", content: "a" },
  ],
  "Mistral's lists": [
    [
      delta({ role: "assistant", content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] }),
      delta({ content: [{ type: "text", text: "a" }] }),
      ...END,
    ],
    { reasoning: "hm", content: "a" },
  ],
  "the tokens' probabilities": [
    [
      ROLE,
      delta({ content: "a" }, logprobs("a")),
      delta({ content: "" }, logprobs("\\xf0")),
      delta({ content: "🀄b" }, logprobs("\\x9f", "b")),
      delta({ content: "" }, logprobs("c")),
      delta({}, { logprobs: { content: [] } }),
      ...END,
    ],
    { content: "a🀄b", logprobs: ["a", "\\xf0", "\\x9f", "b", "c"].map(token) },
  ],
};

describe.each(Object.entries(WHOLE))("%s", (_, [events, expected]) => {
  const bytes = Buffer.from(events.join(""));

  it("is the same answer at every split", () => {
    const whole = pure.translateStream("openai", "openai", [bytes]);
    expect(whole.failed).toBe(false);
    expect(hear(whole.text)).toEqual(answer(expected));
    for (const chunks of splits(bytes)) expect(pure.translateStream("openai", "openai", chunks).text).toBe(whole.text);
  });

  it("reads the same again from what it wrote", () => {
    const once = pure.translateStream("openai", "openai", [bytes]).text;
    const twice = pure.translateStream("openai", "openai", [Buffer.from(once)]).text;
    expect(hear(twice)).toEqual(answer(expected));
  });
});

it("takes every form of server-sent events, at every split", () => {
  const rows = (json: string) => JSON.stringify(JSON.parse(json), null, 1).replace(/^/gm, "data:");
  const [events, expected] = WHOLE["calls that take turns"] as [string[], Partial<Heard>];
  const stream = events.join("");
  const whole = pure.translateStream("openai", "openai", [Buffer.from(stream)]).text;
  expect(hear(whole)).toEqual(answer(expected));
  const forms = [
    stream.replace(/^data: (\{.*)$/gm, (_, json: string) => rows(json)),
    stream.replaceAll("\n", "\r\n"),
    events.join(": ping\n\nid: 7\nevent: x\n").replaceAll("\n", "\r"),
  ];
  for (const form of forms) {
    for (const chunks of splits(Buffer.from(form))) {
      expect(pure.translateStream("openai", "openai", chunks).text).toBe(whole);
    }
  }
});

it("counts for a client that asked for it alone", () => {
  const { text } = pure.translateStream("openai", "openai", [Buffer.from([ROLE, ...END].join(""))], { usage: false });
  expect(text).not.toContain("usage");
});

it("calls a function for a client of the time before tools", () => {
  const [events] = WHOLE["calls that take turns"] as [string[], Partial<Heard>];
  const request = { ...HI, functions: [{ name: "f" }, { name: "g" }] };
  const { text } = pure.translateStream("openai", "openai", [Buffer.from(events.join(""))], { request });
  expect(hear(text)).toEqual(
    answer({ content: "I look.", function: { name: "f", arguments: A.arguments }, stop: "function_call" }),
  );
});

it("knows what a user sees of an event", () => {
  const events: [string, string][] = [
    [chunk([]), "nothing"],
    [ROLE, "nothing"],
    [delta({ content: null, tool_calls: [], refusal: null, reasoning_details: [] }), "nothing"],
    [delta({ content: "a" }), "content"],
    [delta({ reasoning: "a" }), "content"],
    [sealed({ type: "reasoning.encrypted", data: "x" }), "content"],
    [delta({ refusal: "a" }), "content"],
    [fragment(0, "", { id: "a", name: "f" }), "content"],
    [fragment(0, "{}"), "content"],
    // Sound, for a client of the same dialect.
    [delta({ audio: { data: "aGk=" } }), "content"],
    [stop(), "nothing"],
    [chunk([], { usage: USAGE }), "nothing, only usage"],
    [chunk([], { usage: null }), "nothing"],
    [DONE, "finished"],
    [delta({ content: "a" }), "nothing"],
  ];
  expect(
    pure.meanings(
      "openai",
      events.map(([event]) => event),
    ),
  ).toEqual(events.map(([, meaning]) => meaning));
});
