import type { Response } from "openai/resources/responses/responses";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const USAGE = {
  input_tokens: 31,
  input_tokens_details: { cached_tokens: 11, cache_write_tokens: 5 },
  output_tokens: 17,
  output_tokens_details: { reasoning_tokens: 7 },
  total_tokens: 48,
};

const DEFAULTS = {
  object: "response",
  background: false,
  error: null,
  incomplete_details: null,
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  store: false,
  temperature: null,
  text: { format: { type: "text" } },
  tool_choice: "auto",
  tools: [],
  top_logprobs: null,
  top_p: null,
  truncation: "disabled",
};

// biome-ignore lint/suspicious/noExplicitAny: documents of several shapes
type Document = any;

function answer(output: unknown[], more: object = {}): Document {
  return {
    ...DEFAULTS,
    id: "resp_1",
    created_at: 1,
    completed_at: 2,
    status: "completed",
    model: "gpt",
    output,
    usage: USAGE,
    ...more,
  };
}

function translate(document: object, request?: object): Document {
  return pure.translateResponse("responses", "responses", document, request);
}

const text = (words: string) => ({ type: "output_text", text: words, annotations: [], logprobs: [] });

function message(id: string, content: unknown[], status = "completed"): object {
  return { id, type: "message", status, role: "assistant", content };
}

function call(id: string, call_id: string, args: string, status = "completed"): object {
  return { id, type: "function_call", status, call_id, name: "f", arguments: args };
}

function thought(id: string, words: string[], encrypted_content: string | null, status = "completed"): object {
  return {
    id,
    type: "reasoning",
    status,
    summary: words.map((text) => ({ type: "summary_text", text })),
    encrypted_content,
  };
}

/** Ids of messages and calls are the gateway's own; `n`: of the item in the answer. */
const own = (prefix: string, n: number) => expect.stringMatching(new RegExp(`^${prefix}_[a-z0-9]+n${n}$`));

it("carries a whole response", () => {
  const got = translate(answer([message("msg_1", [text('é"\\ \n😀')])]));
  expect(got).toEqual({
    ...answer([message(own("msg", 0), [text('é"\\ \n😀')])]),
    created_at: 1_700_000_000,
    completed_at: 1_700_000_001,
  });
});

/** What a client may rely on, by the types of the official one; `output_text` is made by the client. */
const REQUIRED: Record<Exclude<RequiredKeys<Response>, "output_text">, true> = {
  id: true,
  created_at: true,
  error: true,
  incomplete_details: true,
  instructions: true,
  metadata: true,
  model: true,
  object: true,
  output: true,
  parallel_tool_calls: true,
  temperature: true,
  tool_choice: true,
  tools: true,
  top_p: true,
};
type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

it("has every member that the official types require", () => {
  expect(Object.keys(translate(answer([])))).toEqual(expect.arrayContaining(Object.keys(REQUIRED)));
});

describe("the items of an answer:", () => {
  it.each<[string, unknown[], unknown[]?]>([
    ["nothing", []],
    ["texts", [message("msg_1", [text("a"), text("b")])], [message(own("msg", 0), [text("a"), text("b")])]],
    [
      "a refusal behind a text",
      [message("msg_1", [text("well"), { type: "refusal", refusal: "no" }])],
      [message(own("msg", 0), [text("well"), { type: "refusal", refusal: "no" }])],
    ],
    [
      "probabilities",
      [message("msg_1", [{ ...text("a"), logprobs: [{ token: "a", logprob: -0.5, bytes: [97], top_logprobs: [] }] }])],
      [
        message(own("msg", 0), [
          { ...text("a"), logprobs: [{ token: "a", logprob: -0.5, bytes: [97], top_logprobs: [] }] },
        ]),
      ],
    ],
    [
      "parallel calls",
      [call("fc_1", "c1", '{"a":"\\n"}'), call("fc_2", "c2", "")],
      [call(own("fc", 0), "c1", '{"a":"\\n"}'), call(own("fc", 1), "c2", "{}")],
    ],
    [
      "thoughts, words and a call",
      [thought("rs_1", ["hm"], "E"), message("msg_1", [text("a")]), call("fc_1", "c1", "{}")],
      [thought("rs_1", ["hm"], "E"), message(own("msg", 1), [text("a")]), call(own("fc", 2), "c1", "{}")],
    ],
    ["thoughts without a seal", [thought("rs_1", ["hm"], null)]],
    ["thoughts without words", [thought("rs_1", [], "E")]],
    ["thoughts sealed with no words to them", [thought("rs_1", [""], "E")]],
    ["thoughts in paragraphs", [thought("rs_1", ["a", "", "b"], "E")], [thought("rs_1", ["a\n\nb"], "E")]],
    [
      "thoughts as they were thought",
      [{ ...thought("rs_1", ["short"], "E"), content: [{ type: "reasoning_text", text: "long" }] }],
      [thought("rs_1", ["long"], "E")],
    ],
    [
      "thoughts of which nothing is told",
      [thought("rs_1", [], null), message("msg_1", [text("a")])],
      [message(own("msg", 0), [text("a")])],
    ],
    [
      "what the platform's own tools did",
      [{ type: "web_search_call", id: "ws_1", status: "completed" }, message("msg_1", [text("a")])],
      [message(own("msg", 0), [text("a")])],
    ],
    [
      "what has no sense",
      [7, null, { type: "message" }, { type: "message", content: [7, { type: "output_text" }] }],
      [],
    ],
  ])("%s", (_, output, expected = output) => {
    expect(translate(answer(output)).output).toEqual(expected);
  });

  it("makes an id for a call without one", () => {
    const [item] = translate(answer([{ type: "function_call", name: "f", arguments: "{}" }])).output;
    expect(item.call_id).toMatch(/^call_[a-z0-9]+n0$/);
  });
});

describe("why an answer ended:", () => {
  it.each(["max_output_tokens", "content_filter"])("incomplete for %s", (reason) => {
    const items = [thought("rs_1", ["hm"], "E"), message("msg_1", [text("a")], "incomplete")];
    const document = answer(items, { status: "incomplete", incomplete_details: { reason }, completed_at: null });
    const got = translate(document);
    expect(got).toMatchObject({ status: "incomplete", incomplete_details: { reason }, completed_at: null });
    // What cut the answer short cut the last item.
    expect(got.output.map((item: Document) => item.status)).toEqual(["completed", "incomplete"]);
  });

  it("incomplete without a reason", () => {
    const got = translate(answer([], { status: "incomplete" }));
    expect(got.incomplete_details).toEqual({ reason: "max_output_tokens" });
  });

  it.each(["failed", "cancelled", "queued", "in_progress"])("%s is no answer", (status) => {
    expect(translate(answer([], { status }))).toBeNull();
  });

  it("no response at all", () => {
    expect(translate({ id: "x", choices: [] })).toBeNull();
    expect(translate({ output: "hi" })).toBeNull();
  });
});

it("counts 0 where the provider does not say", () => {
  expect(translate(answer([], { usage: { input_tokens: 3, output_tokens: 4 } })).usage).toEqual({
    input_tokens: 3,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: 4,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 7,
  });
  expect(translate(answer([], { usage: null })).usage.total_tokens).toBe(0);
});

it("names a response and its model though the provider does not", () => {
  const { id, model } = translate(answer([], { id: "chatcmpl-1", model: undefined }));
  expect(id).toMatch(/^resp_[a-z0-9]+$/);
  expect(model).toBe("");
});

describe("repeats what the client asked:", () => {
  const tool = { type: "function", name: "f", parameters: { type: "object" }, strict: true, description: "does" };
  const schema = { type: "json_schema", name: "n", schema: { type: "object" }, strict: true };
  it.each<[object, object?]>([
    [{ instructions: "be brief" }],
    [{ input: [{ role: "system", content: "be brief" }] }, { instructions: null }],
    [{ max_output_tokens: 9, temperature: 0.5, top_p: 0.25, user: "u" }],
    [{ top_logprobs: 2 }],
    [{ metadata: { a: "b" }, prompt_cache_key: "k", safety_identifier: "s" }],
    [{ parallel_tool_calls: false }],
    [{ reasoning: { effort: "high", summary: "auto" } }],
    [{ reasoning: { effort: "none" } }, { reasoning: { effort: "none", summary: null } }],
    [{ text: { format: schema, verbosity: "low" } }],
    [{ tools: [tool], tool_choice: "required" }],
    [{ tools: [tool], tool_choice: { type: "function", name: "f" } }],
    [
      { store: true, truncation: "auto" },
      { store: false, truncation: "disabled" },
    ],
  ])("%j", (asked, expected = asked) => {
    expect(translate(answer([]), { model: "m", input: "hi", ...asked })).toMatchObject(expected);
  });
});

describe("an error", () => {
  const error = (status: number, document: object) => pure.translateError("responses", "responses", status, document);
  const envelope = (message: string, type: string, code: string | null, param: string | null = null) => ({
    error: { message, type, param, code },
  });

  it.each<[number, object, object | null]>([
    [
      400,
      envelope("no", "invalid_request_error", "invalid_prompt", "input"),
      envelope("no", "invalid_request_error", "invalid_prompt", "input"),
    ],
    [400, { error: { message: "no" } }, envelope("no", "invalid_request_error", null)],
    [401, { error: { message: "key" } }, envelope("key", "invalid_request_error", "invalid_api_key")],
    [403, { error: "not you" }, envelope("not you", "invalid_request_error", "permission_denied")],
    [404, { message: "where?" }, envelope("where?", "invalid_request_error", "not_found")],
    [
      404,
      { error: { message: "which?", param: "model" } },
      envelope("which?", "invalid_request_error", "model_not_found", "model"),
    ],
    [
      429,
      { error: { message: "slow", code: "insufficient_quota" } },
      envelope("slow", "insufficient_quota", "insufficient_quota"),
    ],
    [429, { error: { message: "slow" } }, envelope("slow", "rate_limit_error", "rate_limit_exceeded")],
    [500, { error: { message: 'é"\n' } }, envelope('é"\n', "server_error", null)],
    [500, { error: { code: 7 } }, envelope("the provider reported an error without a message", "server_error", null)],
    [422, { detail: [{ msg: "field required" }] }, envelope("field required", "invalid_request_error", null)],
    [400, [{ error: { message: "no" } }], envelope("no", "invalid_request_error", null)],
    [500, { status: "down" }, null],
  ])("%i %j", (status, document, expected) => {
    expect(error(status, document)).toEqual(expected);
  });

  it.each<[object, string]>([
    [{ code: "server_error" }, "server_error"],
    [{ code: "rate_limit_exceeded" }, "rate_limit_error"],
    [{ code: "invalid_image_url" }, "invalid_request_error"],
    [{ code: "context_length_exceeded" }, "invalid_request_error"],
    [{ code: 503 }, "server_error"],
    [{ type: "insufficient_quota" }, "rate_limit_error"],
    [{}, "server_error"],
  ])("of a response that failed under a success: %j", (said, type) => {
    const document = { ...answer([], { status: "failed" }), error: { message: "no", ...said } };
    expect(error(200, document)).toMatchObject({ error: { message: "no", type } });
  });
});

describe("response headers", () => {
  it("keep the request's id and the limits", () => {
    const headers = {
      "x-request-id": "req_1",
      "x-ratelimit-limit-requests": "60",
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-limit-tokens": "150000",
      "x-ratelimit-remaining-tokens": "149984",
    };
    const others = { server: "x", "openai-processing-ms": "5" };
    expect(pure.translateHead("responses", "responses", { ...headers, ...others })).toEqual(headers);
  });

  it.each([
    ["1s", "1s"],
    ["6m0s", "6m0s"],
    ["120ms", "120ms"],
    ["0s", "0s"],
    ["7.66s", "7.66s"],
    ["1h0m5s", "1h0m5s"],
    ["59m59.5s", "59m59.5s"],
    ["0.5s", "500ms"],
    ["soon", undefined],
    ["", undefined],
    ["5", "5s"],
    ["s", undefined],
    ["1w", undefined],
    ["99999999999999999999999999s", undefined],
  ])("tell when a limit is whole again: %s", (said, told) => {
    const headers = { "x-ratelimit-reset-requests": said, "x-ratelimit-reset-tokens": said };
    expect(pure.translateHead("responses", "responses", headers)).toEqual(
      told === undefined ? {} : { "x-ratelimit-reset-requests": told, "x-ratelimit-reset-tokens": told },
    );
  });
});

it("lists models", () => {
  const model = (id: string) => ({ id, object: "model", created: 0, owned_by: "headgate" });
  expect(pure.listModels("responses", ["a", "b"])).toEqual({ object: "list", data: [model("a"), model("b")] });
  expect(pure.oneModel("responses", "a")).toEqual(model("a"));
});
