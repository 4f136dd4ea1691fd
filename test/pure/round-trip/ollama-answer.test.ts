import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

/** What the gateway tells of an answer that another dialect gave: times of its own. */
const OWN = {
  created_at: "2023-11-14T22:13:21.000Z",
  total_duration: 1e9,
  load_duration: 0,
  prompt_eval_duration: 0,
  eval_duration: 1e9,
};

function answer(message: object, rest: object = {}): object {
  return {
    model: "llama3.2",
    created_at: "2026-01-01T00:00:00.123456789Z",
    message: { role: "assistant", content: "", ...message },
    done: true,
    done_reason: "stop",
    total_duration: 5191566416,
    load_duration: 2154458,
    prompt_eval_count: 26,
    prompt_eval_duration: 383809000,
    eval_count: 298,
    eval_duration: 4799921000,
    ...rest,
  };
}

describe("a whole answer goes through the exchange as it was, but for its times", () => {
  const logprobs = [{ token: "hi", logprob: -0.1, bytes: [104, 105], top_logprobs: [{ token: "ho", logprob: -2 }] }];
  it.each<[string, object, object?]>([
    ["text", { content: 'a "b"\n\u2028é😀' }],
    ["thinking", { content: "4", thinking: "2+2" }],
    ["only thinking", { thinking: "hm" }, { done_reason: "length" }],
    [
      "tool calls",
      {
        content: "so",
        tool_calls: [
          { id: "call_x", function: { index: 0, name: "f", arguments: { a: { b: [1, "é"] } } } },
          { id: "call_y", function: { index: 1, name: "g", arguments: {} } },
        ],
      },
    ],
    ["the limit", { content: "cut" }, { done_reason: "length" }],
    ["probabilities", { content: "hi" }, { logprobs }],
  ])("%s", (_, message, rest = {}) => {
    const document = answer(message, rest);
    expect(pure.translateResponse("ollama", "ollama", document)).toEqual({ ...document, ...OWN });
  });

  it("gives calls an id that have none, each its own", () => {
    const calls = [{ function: { name: "f", arguments: { a: 1 } } }, { function: { name: "f", arguments: {} } }];
    const got = pure.translateResponse("ollama", "ollama", answer({ tool_calls: calls })) as Answer;
    const [first, second] = got.message.tool_calls;
    expect(first).toEqual({ id: expect.stringMatching(/^call_\w+$/), function: { index: 0, ...calls[0]?.function } });
    expect(second?.id).toMatch(/^call_\w+$/);
    expect(second?.id).not.toBe(first?.id);
  });

  it("passes over calls that name no function", () => {
    const got = pure.translateResponse("ollama", "ollama", answer({ content: "x", tool_calls: [1, {}, null] }));
    expect(got).toMatchObject({ message: { role: "assistant", content: "x" }, done_reason: "stop" });
    expect(got).not.toHaveProperty("message.tool_calls");
  });

  it.each([
    ["loaded", { done_reason: "load" }],
    ["unloaded", { done_reason: "unload" }],
    ["of an old server", { done_reason: undefined }],
  ])("ends an answer that was %s", (_, rest) => {
    expect(pure.translateResponse("ollama", "ollama", answer({}, rest))).toMatchObject({ done_reason: "stop" });
  });

  it.each([{}, { message: "hi" }, { error: "x" }, { response: "hi" }])("knows that %j is none", (document) => {
    expect(pure.translateResponse("ollama", "ollama", document)).toBeNull();
  });
});

interface Answer {
  message: { tool_calls: { id: string }[] };
}

describe("an error", () => {
  it.each([
    [{ error: "model 'x' not found" }, { error: "model 'x' not found" }],
    [{ error: "unauthorized", signin_url: "https://ollama.com/connect" }, { error: "unauthorized" }],
    [{ StatusCode: 429, Status: "429", error: 'too "many"\n' }, { error: 'too "many"\n' }],
    [{ error: { message: "proxied", type: "x" } }, { error: "proxied" }],
    [{ error: 7 }, null],
    [{ detail: "x" }, { error: "x" }],
    [[{ error: { message: "listed" } }], { error: "listed" }],
    [{ oops: "x" }, null],
  ])("%j", (document, expected) => {
    expect(pure.translateError("ollama", "ollama", 404, document)).toEqual(expected);
  });
});

describe("the server itself", () => {
  const details = {
    parent_model: "",
    format: "",
    family: "",
    families: [],
    parameter_size: "",
    quantization_level: "",
  };
  const capabilities = ["completion", "tools", "vision", "thinking"];

  it("lists models with all members that clients read", () => {
    expect(pure.listModels("ollama", ["gpt-4o"])).toEqual({
      models: [
        {
          name: "gpt-4o",
          model: "gpt-4o",
          modified_at: expect.any(String),
          size: 0,
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
          details,
          capabilities,
        },
      ],
    });
  });

  it("shows a model", () => {
    expect(pure.ollamaAnswer("show")).toEqual({
      license: "",
      modelfile: "",
      parameters: "",
      template: "",
      details,
      model_info: { "general.architecture": "headgate" },
      capabilities,
      modified_at: expect.stringMatching(/Z$/),
    });
  });

  it("is new enough for its clients and runs no model", () => {
    const { version } = pure.ollamaAnswer("version") as { version: string };
    expect(version.split(".").map(Number)).toEqual([0, expect.any(Number), expect.any(Number)]);
    expect(Number(version.split(".")[1])).toBeGreaterThanOrEqual(7);
    expect(pure.ollamaAnswer("ps")).toEqual({ models: [] });
  });
});
