import type { CompletionCreateParamsBase } from "openai/resources/completions";
import { beforeAll, describe, expect, it } from "vitest";
import { parseStream } from "../../fixtures/wire/index.ts";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

interface Case {
  /** Beside the model and the prompt. */
  said: object;
  /** What the provider gets beside the model, the message and the default limit; the same if absent. */
  sent?: object;
  dropped?: string[];
}

interface Refusal {
  said: object;
  refused: string;
}

const user = (content: string) => ({ role: "user", content });

/** Every field of the official client's type. */
const FIELDS: Record<Exclude<keyof CompletionCreateParamsBase, "model">, (Case | Refusal)[]> = {
  prompt: [
    { said: { prompt: 'a\n"é🀄' }, sent: { messages: [user('a\n"é🀄')] } },
    { said: { prompt: ["a"] }, sent: { messages: [user("a")] } },
    ...[["a", "b"], [1, 2], [[1], [2]], [1], [[1]], [], "", [""], 7, {}, null].map((prompt) => ({
      said: { prompt },
      refused: "prompt",
    })),
  ],
  best_of: [
    { said: { best_of: 1 }, sent: {} },
    { said: { best_of: 2 }, refused: "best_of" },
  ],
  echo: [
    { said: { echo: false }, sent: {} },
    { said: { echo: true }, refused: "echo" },
  ],
  frequency_penalty: [{ said: { frequency_penalty: -1.5 } }],
  logit_bias: [{ said: { logit_bias: { 50256: -100 } } }],
  logprobs: [{ said: { logprobs: 5 }, sent: {}, dropped: ["logprobs"] }],
  max_tokens: [
    { said: { max_tokens: 7 } },
    { said: { max_tokens: null }, sent: {} },
    { said: { max_tokens: "7" }, refused: "max_tokens" },
  ],
  n: [
    { said: { n: 1 }, sent: {} },
    { said: { n: 2 }, refused: "n" },
  ],
  presence_penalty: [{ said: { presence_penalty: 2 } }],
  seed: [{ said: { seed: 7 } }],
  stop: [{ said: { stop: "END" }, sent: { stop: ["END"] } }, { said: { stop: ["a", "b"] } }],
  stream: [{ said: { stream: true }, sent: {} }],
  stream_options: [{ said: { stream_options: { include_usage: true } }, sent: {} }],
  suffix: [
    { said: { suffix: null }, sent: {} },
    { said: { suffix: "" }, sent: {} },
    { said: { suffix: "x" }, refused: "suffix" },
  ],
  temperature: [{ said: { temperature: 0.5 } }],
  top_p: [{ said: { top_p: 0.5 } }],
  user: [{ said: { user: "u" } }],
};

/** What only chats have means nothing here. */
const FURTHER: Case[] = [
  { said: { tools: [{ type: "function" }], messages: [user("x")] }, sent: {}, dropped: ["tools", "messages"] },
];

describe.each([...Object.entries(FIELDS), ["further fields", FURTHER] as const])("%s", (_, cases) => {
  it.each(cases)("$said", (given) => {
    const request = { model: "m", prompt: "hi", ...given.said };
    if ("refused" in given) {
      expect(() => pure.translateRequest("completions", "openai", request)).toThrow(`${given.refused}: `);
      return;
    }
    const { said, sent = said, dropped = [] } = given;
    const expected = { model: "m", messages: [user("hi")], max_tokens: 16, ...sent };
    expect(pure.translateRequest("completions", "openai", { ...request, ...said })).toEqual(expected);
    expect(pure.losses()).toEqual({ dropped, approximated: [] });
  });
});

it("demands a prompt", () => {
  expect(() => pure.translateRequest("completions", "openai", { model: "m" })).toThrow("prompt: expected a string");
});

describe("an answer", () => {
  const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };

  it.each<[object, string, string, string]>([
    [{ content: 'a\n"é🀄' }, "stop", 'a\n"é🀄', "stop"],
    [{ content: "a", reasoning_content: "hm" }, "length", "a", "length"],
    [{ content: null, refusal: "No." }, "stop", "No.", "content_filter"],
    [{ content: "a" }, "content_filter", "a", "content_filter"],
    [{ content: null }, "stop", "", "stop"],
  ])("%j, %s", (message, said, text, finish_reason) => {
    const document = { id: "chatcmpl-1", model: "gpt", choices: [{ index: 0, message, finish_reason: said }], usage };
    expect(pure.translateResponse("openai", "completions", document)).toEqual({
      id: "chatcmpl-1",
      object: "text_completion",
      created: 1_700_000_000,
      model: "gpt",
      choices: [{ text, index: 0, logprobs: null, finish_reason }],
      usage,
    });
  });

  it("has an id of its own if need be", () => {
    const document = { choices: [{ message: { content: "a" } }] };
    expect(pure.translateResponse("openai", "completions", document)).toMatchObject({
      id: expect.stringMatching(/^cmpl-/),
    });
  });
});

describe("a stream", () => {
  const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
  const chunk = (delta: object, finish_reason: string | null = null) =>
    event({ id: "c", model: "gpt", choices: [{ index: 0, delta, finish_reason }] });
  const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
  const pieces = [
    chunk({ role: "assistant", content: "" }),
    chunk({ reasoning_content: "hm" }),
    chunk({ content: 'a"\n' }),
    chunk({ content: "🀄" }),
    chunk({ tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] }),
  ];
  const bytes = Buffer.from(
    [...pieces, chunk({}, "length"), event({ choices: [], usage }), "data: [DONE]\n\n"].join(""),
  );
  const heard = (text: string, finish_reason: string | null, more: object) => ({
    id: "c",
    object: "text_completion",
    created: 1_700_000_000,
    model: "gpt",
    choices: [{ text, index: 0, logprobs: null, finish_reason }],
    ...more,
  });

  it.each([true, false])("ends in [DONE], usage %s, at every split", (asked) => {
    const more = asked ? { usage: null } : {};
    const last = asked ? [{ ...heard("", null, {}), choices: [], usage }] : [];
    const whole = pure.translateStream("openai", "completions", [bytes], { usage: asked });
    expect(parseStream("openai", whole.text).map(({ data }) => data)).toEqual([
      heard('a"\n', null, more),
      heard("🀄", null, more),
      heard("", "length", more),
      ...last,
      "[DONE]",
    ]);
    for (const chunks of splits(bytes)) {
      expect(pure.translateStream("openai", "completions", chunks, { usage: asked }).text).toBe(whole.text);
    }
  });

  it("that is cut off never looks finished", () => {
    const all = Buffer.from(pieces.join(""));
    for (let at = 1; at <= all.length; at++) {
      const got = pure.translateStream("openai", "completions", [all.subarray(0, at)]);
      expect(got.failed).toBe(true);
      expect(got.text).not.toMatch(/\[DONE\]|"finish_reason":"/);
    }
  });
});

it("answers errors and lists of models as OpenAI does", () => {
  expect(pure.translateError("openai", "completions", 500, { error: { message: "no" } })).toEqual({
    error: { message: "no", type: "server_error", param: null, code: null },
  });
  expect(pure.listModels("completions", ["m"])).toMatchObject({ object: "list", data: [{ id: "m" }] });
});
