import type { ChatCompletion } from "openai/resources/chat/completions/completions";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const STARTED = 1_700_000_000;
const HI = { model: "m", messages: [{ role: "user", content: "hi" }] };
const call = (id: string | undefined, name: string, input: unknown) => ({
  id,
  type: "function",
  function: { name, arguments: input },
});

type Choice = { message?: object; finish_reason?: string | null; [field: string]: unknown };

function answer(choice: Choice, more: object = {}): object {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "gpt",
    choices: [{ index: 0, ...choice }],
    ...more,
  };
}

/** What a client that asked `request` gets. */
function got(document: object, request: object = HI): ChatCompletion {
  return pure.translateResponse("openai", "openai", document, request) as ChatCompletion;
}

const message = (value: object) => ({ role: "assistant", content: null, refusal: null, ...value });

describe("an answer keeps its meaning", () => {
  it.each<[string, object, object, string]>([
    ["text", { content: 'a\n"é🀄\u2028' }, message({ content: 'a\n"é🀄\u2028' }), "stop"],
    ["no text", { content: null }, message({ content: "" }), "stop"],
    ["a refusal", { content: null, refusal: "No." }, message({ refusal: "No." }), "stop"],
    [
      "calls",
      { content: "I look.", tool_calls: [call("a", "f", '{"x":"\\n"}'), call("b", "g", "")] },
      message({ content: "I look.", tool_calls: [call("a", "f", '{"x":"\\n"}'), call("b", "g", "{}")] }),
      "tool_calls",
    ],
    [
      "arguments that are no text",
      { tool_calls: [call("a", "f", { x: ['"'] })] },
      message({ tool_calls: [call("a", "f", '{"x":["\\""]}')] }),
      "tool_calls",
    ],
    [
      "reasoning_content",
      { content: "a", reasoning_content: "hm" },
      message({ content: "a", reasoning_content: "hm" }),
      "stop",
    ],
    ["reasoning", { content: "a", reasoning: "hm" }, message({ content: "a", reasoning_content: "hm" }), "stop"],
    [
      "sealed reasoning",
      {
        content: "a",
        reasoning: "hmso",
        reasoning_details: [
          { type: "reasoning.text", text: "hm", signature: "sig", id: "r", index: 0 },
          { type: "reasoning.encrypted", data: "opaque", index: 1 },
          { type: "reasoning.summary", summary: "so", index: 2 },
        ],
      },
      message({
        content: "a",
        reasoning_content: "hm\n\nso",
        reasoning_details: [
          { type: "reasoning.text", text: "hm", signature: "sig", id: "r", index: 0 },
          { type: "reasoning.encrypted", data: "opaque", index: 1 },
          { type: "reasoning.text", text: "so", index: 2 },
        ],
      }),
      "stop",
    ],
    [
      "Mistral's list of thoughts and texts",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "a" },
          1,
          { type: "x" },
        ],
      },
      message({ content: "a", reasoning_content: "hm" }),
      "stop",
    ],
  ])("%s", (_, said, expected, reason) => {
    const document = got(answer({ message: { role: "assistant", ...said }, finish_reason: reason }));
    expect(document).toEqual({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: STARTED,
      model: "gpt",
      choices: [{ index: 0, message: expected, logprobs: null, finish_reason: reason }],
    });
  });

  it("keeps the tokens' probabilities", () => {
    const content = [{ token: "a", bytes: [97], logprob: -0.1, top_logprobs: [] }];
    const { choices } = got(answer({ message: { content: "a" }, logprobs: { content, refusal: null } }));
    expect(choices[0]?.logprobs).toEqual({ content, refusal: null });
  });

  it.each([
    [
      { prompt_tokens: 5, completion_tokens: 7 },
      { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
    ],
    [
      {
        prompt_tokens: 5,
        completion_tokens: 7,
        prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 2, accepted_prediction_tokens: 0 },
      },
      {
        prompt_tokens: 5,
        completion_tokens: 7,
        total_tokens: 12,
        prompt_tokens_details: { cached_tokens: 3, cache_write_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    ],
    [
      { prompt_tokens: 5, completion_tokens: 7, prompt_cache_hit_tokens: 4 },
      { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12, prompt_tokens_details: { cached_tokens: 4 } },
    ],
    [
      { prompt_tokens: "5", completion_tokens: -7 },
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    ],
    [null, undefined],
    [[], undefined],
  ])("counts %j", (usage, expected) => {
    expect(got(answer({ message: { content: "a" } }, { usage })).usage).toEqual(expected);
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "content_filter"],
    ["tool_calls", "tool_calls"],
    ["function_call", "tool_calls"],
    ["model_length", "length"],
    ["eos", "stop"],
    [null, "stop"],
  ])("stops for %s: %s", (said, expected) => {
    expect(got(answer({ message: { content: "a" }, finish_reason: said })).choices[0]?.finish_reason).toBe(expected);
  });

  it("knows by the calls themselves that it waits for their results", () => {
    const said = { message: { content: "", tool_calls: [call("a", "f", "{}")] } };
    expect(got(answer({ ...said, finish_reason: "stop" })).choices[0]?.finish_reason).toBe("tool_calls");
    expect(got(answer({ ...said, finish_reason: "length" })).choices[0]?.finish_reason).toBe("length");
  });

  it("gives what a server left out", () => {
    const { id, choices } = got({
      choices: [{ message: { tool_calls: [call("", "f", "{}"), call(undefined, "g", "{}")] } }],
    });
    expect(id).toMatch(/^chatcmpl-[0-9a-z]+$/);
    const calls = choices[0]?.message.tool_calls ?? [];
    for (const made of calls) expect(made.id).toMatch(/^call_[0-9a-z]+$/);
    expect(new Set(calls.map((made) => made.id)).size).toBe(2);
  });
});

describe("a client of the time before tools", () => {
  const request = { ...HI, functions: [{ name: "f" }] };

  it("reads its call in that form", () => {
    const said = { content: null, tool_calls: [call("a", "f", '{"x":1}'), call("b", "g", "{}")] };
    const [choice] = got(answer({ message: said, finish_reason: "tool_calls" }), request).choices;
    expect(choice?.message).toEqual(message({ function_call: { name: "f", arguments: '{"x":1}' } }));
    expect(choice?.finish_reason).toBe("function_call");
  });

  it("reads an answer as any other", () => {
    const [choice] = got(answer({ message: { content: "a" }, finish_reason: "stop" }), request).choices;
    expect(choice).toMatchObject({ message: { content: "a" }, finish_reason: "stop" });
  });

  it("is heard when a server still answers so", () => {
    const said = { content: null, function_call: { name: "f", arguments: "{}" } };
    const [choice] = got(answer({ message: said, finish_reason: "function_call" })).choices;
    expect(choice?.message.tool_calls).toEqual([call(expect.stringMatching(/^call_/) as unknown as string, "f", "{}")]);
    expect(choice?.finish_reason).toBe("tool_calls");
  });
});

it.each([
  {},
  { choices: [] },
  { choices: {} },
  { choices: [1] },
  { choices: [{}] },
  { choices: [{ message: "x" }] },
  answer({ message: { content: "half of" }, finish_reason: "error" }),
  answer({ message: { content: "half of" }, finish_reason: "insufficient_system_resource" }),
])("is no answer: %j", (document) => {
  expect(pure.translateResponse("openai", "openai", document)).toBeNull();
});

it.each([
  { tool_calls: {} },
  { tool_calls: [1, {}, { function: 1 }] },
  { reasoning_details: [1, {}] },
  { content: 7 },
  { refusal: {} },
])("passes over what it cannot read: %j", (said) => {
  const [choice] = got(answer({ message: said, logprobs: [1], finish_reason: 3 as unknown as string })).choices;
  expect(choice).toEqual({ index: 0, message: message({ content: "" }), logprobs: null, finish_reason: "stop" });
});

describe("errors", () => {
  const error = (message: string, more: object = {}) => ({
    message,
    type: "invalid_request_error",
    param: null,
    code: null,
    ...more,
  });

  it.each<[number, object | string, object]>([
    [
      400,
      { error: { message: 'a "b"\n', type: "x", param: "messages", code: "context_length_exceeded" } },
      error('a "b"\n', { param: "messages", code: "context_length_exceeded" }),
    ],
    [404, { error: { message: "no" } }, error("no", { code: "not_found" })],
    [401, { error: { message: "no", code: 401 } }, error("no", { code: "invalid_api_key" })],
    [403, { error: { message: "no" } }, error("no", { code: "permission_denied" })],
    [
      429,
      { error: { message: "no", code: "insufficient_quota" } },
      error("no", { type: "insufficient_quota", code: "insufficient_quota" }),
    ],
    [
      429,
      { error: { message: "no", code: null } },
      error("no", { type: "rate_limit_error", code: "rate_limit_exceeded" }),
    ],
    [500, { error: "no" }, error("no", { type: "server_error" })],
    [400, { object: "error", message: "no", type: "BadRequestError", code: 400 }, error("no")],
    [400, [{ error: { code: 400, message: "no", status: "INVALID_ARGUMENT" } }], error("no")],
    [422, { detail: "no" }, error("no")],
    [422, { detail: [{ loc: ["body"], msg: "no" }] }, error("no")],
    [500, { error: { code: 3 } }, error("the provider reported an error without a message", { type: "server_error" })],
    [
      429,
      { error: { code: "insufficient_quota" } },
      error("the provider reported an error without a message", {
        type: "insufficient_quota",
        code: "insufficient_quota",
      }),
    ],
  ])("%d %j", (status, document, expected) => {
    expect(pure.translateError("openai", "openai", status, document as object)).toEqual({ error: expected });
  });

  it.each([{}, { error: null }, { message: 1 }, [], [1], { detail: [] }, { detail: "" }])("is none: %j", (document) => {
    expect(pure.translateError("openai", "openai", 500, document)).toBeNull();
  });
});

it("lists models", () => {
  const model = (id: string) => ({ id, object: "model", created: 0, owned_by: "headgate" });
  expect(pure.listModels("openai", ["gpt-4o", 'a\\"b'])).toEqual({
    object: "list",
    data: [model("gpt-4o"), model('a"b')],
  });
  expect(pure.oneModel("openai", "gpt-4o")).toEqual(model("gpt-4o"));
});

it.each(["openai", "responses"] as const)("hands on the headers that mean something to OpenAI: %s", (dialect) => {
  const kept = (name: string) => pure.keepsHeader(dialect, name);
  expect(["openai-beta", "x-stainless-lang", "x-client-request-id"].filter(kept)).toHaveLength(3);
  expect(["x-client-request-id-of-another", "x-api-key", "authorization", "cookie"].filter(kept)).toEqual([]);
});

describe("response headers", () => {
  it("keep the request's id and the limits", () => {
    const headers = {
      "x-request-id": "req_1",
      "x-ratelimit-limit-requests": "60",
      "x-ratelimit-limit-tokens": "150000",
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-reset-tokens": "6m0s",
    };
    const more = { "content-type": "text/plain", "x-ratelimit-limit-images": "7", "openai-version": "2020-10-01" };
    expect(pure.translateHead("openai", "openai", { ...headers, ...more })).toEqual(headers);
    expect(pure.translateHead("openai", "openai", more)).toEqual({});
  });

  it.each([
    ["1s", "1s"],
    ["6m0s", "6m0s"],
    ["120ms", "120ms"],
    ["1h2m3.5s", "1h2m3.5s"],
    ["2m59.056s", "2m59.056s"],
    ["0.25s", "250ms"],
    ["1d", "24h0m0s"],
    ["61", "1m1s"],
    ["7.66", "7.66s"],
    ["0s", "0s"],
    ["0", "0s"],
  ])("%s is whole again in %s", (said, told) => {
    const name = "x-ratelimit-reset-tokens";
    expect(pure.translateHead("openai", "openai", { [name]: said })).toEqual({ [name]: told });
  });

  it.each(
    ["", "s", "ms", "1", "-1", "soon", "1x", "1s2", "1m 2s", "9".repeat(400)].filter((said) => said !== "1"),
  )("%j is no time", (said) => {
    expect(pure.translateHead("openai", "openai", { "x-ratelimit-reset-tokens": said })).toEqual({});
  });
});
