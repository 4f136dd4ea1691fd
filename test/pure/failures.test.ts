import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { FailureKind, Retry } from "../../plugin/policy/failure/table.ts";
import { loadAssembly } from "./load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  roomAt(): number;
  kindOf(status: number, codeSize: number, size: number): number;
  addWord(place: number, size: number): void;
  clear(): void;
  addTarget(keys: number, context: number): void;
  setOut(left: number, first: number): number;
  begin(target: number): number;
  headFor(target: number): void;
  onwards(): number;
  after(target: number, retry: number, otherKey: boolean): number;
  lost(target: number): void;
}

const filter = await loadAssembly<Exports>(import("./assembly/failures.ts?wasm"));
const NOWHERE = -1;

function kindOf(status: number, message?: string, code = ""): FailureKind {
  if (message === undefined) return filter.kindOf(status, 0, -1);
  const [front, bytes] = [Buffer.from(code), Buffer.from(code + message)];
  new Uint8Array(filter.memory.buffer).set(bytes, filter.roomAt());
  return filter.kindOf(status, front.length, bytes.length);
}

it.each<[FailureKind, number, string?, string?]>([
  [FailureKind.ServerError, 500],
  [FailureKind.ServerError, 408, "timed out"],
  [FailureKind.Overloaded, 529, "Overloaded"],
  [FailureKind.RateLimit, 429, "Rate limit reached for gpt-4o", "rate_limit_exceeded"],
  [FailureKind.RateLimit, 502, "slow down", "rate_limit_exceeded"],
  [FailureKind.Quota, 429, "You exceeded your current quota, please check your plan", "insufficient_quota"],
  [FailureKind.Quota, 400, "Your credit balance is too low to access the Anthropic API."],
  [FailureKind.Quota, 402, "Insufficient Balance"],
  [FailureKind.KeyRefused, 401, "Incorrect API key provided"],
  [FailureKind.KeyRefused, 400, "API key not valid. Please pass a valid API key."],
  [FailureKind.ModelNotFound, 404, "model 'x' not found, try pulling it first"],
  [FailureKind.ModelNotFound, 400, "Invalid model: x"],
  [FailureKind.ContextLength, 400, "too long", "context_length_exceeded"],
  [FailureKind.ContextLength, 400, "This model's maximum context length is 8192 tokens."],
  [FailureKind.ContextLength, 400, "prompt is too long: 210000 tokens > 200000 maximum"],
  [
    FailureKind.ContextLength,
    400,
    "The input token count (2000000) exceeds the maximum number of tokens allowed (1048575).",
  ],
  [FailureKind.ContextLength, 500, "the input length exceeds the context length"],
  [FailureKind.ContextLength, 400, "the request exceeds the available context size, try increasing it"],
  [FailureKind.ContextLength, 413],
  [FailureKind.BadRequest, 400, "temperature: too high"],
  [FailureKind.BadRequest, 422],
  [FailureKind.NotAnAnswer, 302],
  [FailureKind.Quota, 429, "You have reached your specified API usage limits. You will regain access on 2026-12-01."],
  // What a provider quotes of the request says nothing of its key or its model.
  [FailureKind.BadRequest, 400, "Invalid value: 'insufficient_quota'. Supported values are: 'low', 'high'."],
  [FailureKind.BadRequest, 400, "messages.0.content: Your credit balance is too low is no object"],
  [FailureKind.BadRequest, 400, "tools[0].name: 'api key not valid' does not match ^[a-z]+$"],
  [FailureKind.Unsupported, 400, "unknown field 'invalid model: x'"],
  [FailureKind.Unsupported, 400, "Unexpected value(s) `advisor-tool-2026-03-01` for the `anthropic-beta` header."],
  [FailureKind.Unsupported, 400, "context_management: Extra inputs are not permitted"],
  [FailureKind.Unsupported, 422, "body.tools.0.defer_loading: Extra inputs are not permitted"],
  [FailureKind.Unsupported, 400, "Unknown parameter: 'prompt_cache_key'."],
  [FailureKind.Unsupported, 400, 'Invalid JSON payload received. Unknown name "seed": Cannot find field.'],
  [FailureKind.Unsupported, 400, "property 'metadata' is unsupported"],
  [
    FailureKind.Unsupported,
    400,
    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
  ],
  [FailureKind.ForeignThought, 400, "messages.1.content.0: Invalid `signature` in `thinking` block"],
  [FailureKind.ForeignThought, 400, "The encrypted content gAAA...Zw== could not be verified."],
  [
    FailureKind.ForeignThought,
    404,
    "Item with id 'rs_68af' not found. Items are not persisted when `store` is set to false.",
  ],
  [FailureKind.ForeignThought, 400, "Corrupted thought signature."],
  [FailureKind.ModelNotFound, 404, "item with id 'rs_68af is what I say"],
  [FailureKind.Unsupported, 400, "adaptive thinking is not supported on this model"],
  [FailureKind.BadRequest, 400, "temperature: must be at most 1"],
  // What a provider quotes of the prompt, far behind its own words, is nobody's word.
  [FailureKind.BadRequest, 400, `${"x".repeat(600)} prompt is too long`],
])("kind %i: %i %s", (kind, status, message, code) => {
  expect(kindOf(status, message, code)).toBe(kind);
});

/** As their servers and their trackers have them; the names are of presets or of software. */
describe("a prompt that is too long", () => {
  it.each<[string, number, string, string?]>([
    ["SGLang", 400, "The input (40123 tokens) is longer than the model's context length (32768 tokens)."],
    ["SGLang", 400, "Requested token count exceeds the model's maximum context length of 202752 tokens. You requested"],
    ["SGLang", 400, "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens)."],
    [
      "TGI",
      422,
      "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4100 `inputs` tokens",
    ],
    ["TGI", 422, "Input validation error: `inputs` must have less than 1024 tokens. Given: 1100"],
    ["TensorRT-LLM", 400, "Prompt length (5056) exceeds maximum input length (4096). Set log level to info"],
    ["TensorRT-LLM", 500, "Cannot process new request: Prompt length (5056) exceeds maximum sequence length (2048)"],
    ["TensorRT-LLM", 400, "The sum of prompt length (9000), query length (1) should not exceed max_num_tokens (8192)"],
    ["NIM", 400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"],
    ["DeepInfra", 400, "Requested input length 39818 exceeds maximum input length 32767"],
    ["Cohere", 400, "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292."],
    ["Qwen", 400, "Range of input length should be [1, 129024]", "invalid_parameter_error"],
    ["Qwen", 400, "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 983616]"],
    ["Copilot", 400, "prompt token count of 391491 exceeds the limit of 128000", "model_max_prompt_tokens_exceeded"],
    ["Groq", 400, "Please reduce the length of the messages or completion.", "context_length_exceeded"],
    ["Fireworks", 400, "The prompt is too long: 140000, model maximum context length: 131071"],
    [
      "Mistral",
      400,
      "Prompt contains 33000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
    ],
    ["xAI", 400, "This model's maximum prompt length is 131072 but the request contains 537812 tokens."],
    ["Bedrock", 400, "Input is too long for requested model."],
    [
      "Vertex",
      400,
      "Unable to submit request because the input token count is 41000 but model only supports up to 32000.",
    ],
    ["OpenRouter", 400, "This endpoint's maximum context length is 32768 tokens. However, you requested about 40000"],
    ["DeepSeek", 400, "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens"],
    ["Moonshot", 400, "Invalid request: Your request exceeded model token limit: 8192"],
    ["Zhipu", 400, "Prompt exceeds max length", "1261"],
    ["Zhipu", 400, "Prompt 超长", "1261"],
    ["Volcengine", 400, "Total tokens of image and text exceed max message tokens"],
    ["SiliconFlow", 400, "length of prompt_tokens (40000) must be less than max_seq_len (32768)."],
    ["llama.cpp", 400, "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it"],
    ["llama.cpp", 500, "input is too large to process. increase the physical batch size"],
    [
      "LM Studio",
      400,
      "Trying to keep the first 6269 tokens when context the overflows. However, the model is loaded with",
    ],
    ["GitHub Models", 413, "Request body too large for gpt-4o model. Max size: 8000 tokens.", "tokens_limit_reached"],
    ["MiniMax", 400, "invalid params, context window exceeds limit (2013)"],
  ])("%s: %i %s", (_, status, message, code) => {
    expect(kindOf(status, message, code)).toBe(FailureKind.ContextLength);
    // Inside a stream, where a status that nobody knows stands for an error.
    expect(kindOf(502, message, code)).toBe(FailureKind.ContextLength);
  });
});

describe("an account that is used up", () => {
  it.each<[string, number, string, string?]>([
    [
      "Fireworks",
      412,
      "Account acme is suspended, possibly due to reaching the monthly spending limit or failure to pay",
    ],
    ["xAI", 429, "Your team 9fd has either used all available credits or reached its monthly spending limit."],
    ["xAI", 403, "Your newly created team doesn't have any credits yet. You can purchase credits on"],
    ["Together", 402, "Credit limit exceeded, please navigate to your billing settings"],
    ["OpenRouter", 402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits"],
    ["OpenRouter", 403, "Key limit exceeded (total limit). Manage it using"],
    ["Moonshot", 429, "Your account org-1 <ak-2> is suspended, please check your plan and billing details"],
    ["Moonshot", 429, "Your account is suspended due to insufficient balance, please recharge your account"],
    ["Zhipu", 429, "Insufficient balance or no resource package. Please recharge.", "1113"],
    ["Zhipu", 429, "余额不足或无可用资源包,请充值。", "1113"],
    ["Qwen", 400, "Access denied, please make sure your account is in good standing.", "Arrearage"],
    ["Qwen", 403, "The free tier of the model has been exhausted.", "AllocationQuota.FreeTierOnly"],
    ["Cohere", 429, "You are using a Trial key, which is limited to 1000 API calls / month. You can continue"],
    ["Gemini", 429, "Your prepayment credits are depleted. Please go to AI Studio"],
    ["Volcengine", 403, "The request failed because your account has an overdue balance", "AccountOverdueError"],
    ["SiliconFlow", 403, "Sorry, your account balance is insufficient"],
    ["Hugging Face", 402, "You have exceeded your monthly included credits for Inference Providers."],
    ["Cerebras", 402, "Payment required"],
  ])("%s: %i %s", (_, status, message, code) => {
    expect(kindOf(status, message, code)).toBe(FailureKind.Quota);
    if (status !== 402) expect(kindOf(502, message, code)).toBe(FailureKind.Quota);
  });

  it("is not what asks for less speed", () => {
    expect(kindOf(429, "You are using a Trial key, which is limited to 20 API calls / minute.")).toBe(
      FailureKind.RateLimit,
    );
  });
});

describe("a key, or a model, that is wrong", () => {
  it.each<[string, FailureKind, number, string, string?]>([
    ["xAI", FailureKind.KeyRefused, 400, "Incorrect API key provided: sk***. You can obtain an API key from"],
    ["Gemini", FailureKind.KeyRefused, 400, "API Key not found. Please pass a valid API key."],
    ["Qwen", FailureKind.KeyRefused, 400, "Invalid API-key provided.", "InvalidApiKey"],
    ["Copilot", FailureKind.KeyRefused, 400, "bad request: Authorization header is badly formatted"],
    ["Cohere", FailureKind.KeyRefused, 500, "invalid api token"],
    ["DeepSeek", FailureKind.ModelNotFound, 400, "Model Not Exist"],
    ["Copilot", FailureKind.ModelNotFound, 400, "The requested model is not supported.", "model_not_supported"],
    ["Together", FailureKind.ModelNotFound, 400, "Unable to access non-serverless model x/y.", "model_not_available"],
    ["Bedrock", FailureKind.ModelNotFound, 400, "The provided model identifier is invalid."],
    ["Bedrock", FailureKind.ModelNotFound, 400, "Invocation of model ID x with on-demand throughput isn't supported."],
    ["Zhipu", FailureKind.ModelNotFound, 400, "模型不存在，请检查模型代码。", "1211"],
    ["SiliconFlow", FailureKind.ModelNotFound, 400, "Model does not exist. Please check it carefully."],
  ])("%s: %i, %i %s", (_, kind, status, message, code) => {
    expect(kindOf(status, message, code)).toBe(kind);
    expect(kindOf(502, message, code)).toBe(kind);
  });

  it.each([
    ["ThrottlingException", "slow down"],
    ["Throttling.RateQuota", "throttling: Requests rate limit exceeded"],
    ["", "Too many tokens, please wait before trying again."],
    ["1302", "Rate limit reached for requests"],
  ])("is not what asks for less speed inside a stream: %s %s", (code, message) => {
    expect(kindOf(502, message, code)).toBe(FailureKind.RateLimit);
  });
});

describe("words of an operator's own", () => {
  const QUOTA = 0;
  const CONTEXT = 3;
  const add = (place: number, phrase: string) => {
    const bytes = Buffer.from(phrase);
    new Uint8Array(filter.memory.buffer).set(bytes, filter.roomAt());
    filter.addWord(place, bytes.length);
  };
  beforeEach(() => {
    filter.addWord(-1, 0);
    add(QUOTA, "E_Budget");
    add(QUOTA, "project * is out of * money");
    add(CONTEXT, "*cache is too small*");
  });
  afterEach(() => filter.addWord(-1, 0));

  it.each<[FailureKind, number, string, string?]>([
    [FailureKind.Quota, 400, "anything", "e_budget"],
    [FailureKind.Quota, 401, "Project p-7 is out of paid MONEY, sorry"],
    [FailureKind.Quota, 500, "project  is out of  money"],
    [FailureKind.ContextLength, 429, "oops: the cache is too small by 7"],
    [FailureKind.ContextLength, 502, "Cache is too small"],
    // What is not theirs is as ever.
    [FailureKind.BadRequest, 400, "the project p-7 is out of paid money"],
    [FailureKind.BadRequest, 400, "project p-7 is out of money"],
    [FailureKind.RateLimit, 429, "slow down", "e_budget_2"],
    [FailureKind.ContextLength, 400, "prompt is too long"],
    [FailureKind.KeyRefused, 401, "no"],
  ])("%i: %i %s %s", (kind, status, message, code) => {
    expect(kindOf(status, message, code)).toBe(kind);
  });
});

describe("the way through the targets", () => {
  beforeEach(() => filter.clear());
  const targets = (...contexts: number[]) => {
    for (const context of contexts) filter.addTarget(1, context);
  };

  test("each once, in the order of the candidates, and then nowhere", () => {
    targets(0, 0, 0);
    filter.setOut(0, 1);
    for (const [at, next] of [
      [1, 2],
      [2, 0],
      [0, NOWHERE],
    ] as const) {
      expect(filter.begin(at)).toBeTruthy();
      expect(filter.after(at, Retry.NextTarget, false)).toBe(next);
    }
    expect(filter.begin(1)).toBeFalsy();
  });

  test("a target that Envoy passed over is next while it is untried", () => {
    targets(0, 0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.begin(2)).toBeTruthy();
    expect(filter.onwards()).toBe(1);
  });

  test("one that Envoy passes over because it is ejected is not gone back to while another is untried", () => {
    targets(0, 0, 0);
    filter.setOut(0, 0);
    filter.headFor(0);
    expect(filter.begin(1)).toBeTruthy();
    expect(filter.onwards()).toBe(2);
    filter.headFor(2);
    expect(filter.begin(2)).toBeTruthy();
    // Who knows: it may be back.
    expect(filter.onwards()).toBe(0);
    filter.headFor(0);
    expect(filter.begin(1)).toBeFalsy();
  });

  test("one that was tried may lie on the way to one that was not", () => {
    targets(0, 0, 0);
    filter.setOut(0, 1);
    filter.headFor(1);
    filter.begin(1);
    filter.headFor(0);
    expect(filter.begin(1)).toBeTruthy();
    expect(filter.onwards()).toBe(2);
  });

  test("another key of the same target, where one is free", () => {
    targets(0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.OtherKey, true)).toBe(0);
    expect(filter.begin(0)).toBeTruthy();
    expect(filter.after(0, Retry.OtherKey, false)).toBe(1);
    filter.begin(1);
    expect(filter.begin(0)).toBeFalsy();
  });

  test("a longer context, or one that is not known, and never back to one as short", () => {
    targets(8000, 4000, 0, 100_000);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.LongerContext, false)).toBe(2);
    filter.begin(2);
    expect(filter.after(2, Retry.NextTarget, false)).toBe(3);
    filter.begin(3);
    expect(filter.after(3, Retry.NextTarget, false)).toBe(NOWHERE);
  });

  test("the caller's own fault goes nowhere", () => {
    targets(0, 0);
    filter.setOut(0, 0);
    filter.begin(0);
    expect(filter.after(0, Retry.No, false)).toBe(NOWHERE);
  });

  test("a lost connection is made once more, where nobody else is left", () => {
    targets(0);
    expect(filter.setOut(0, 0)).toBe(1);
    filter.begin(0);
    filter.lost(0);
    expect(filter.begin(0)).toBeTruthy();
    filter.lost(0);
    expect(filter.begin(0)).toBeFalsy();
  });

  test("so many retries as there are targets and keys, and no more than 255", () => {
    for (const keys of [3, 0, 2]) filter.addTarget(keys, 0);
    expect(filter.setOut(0, 0)).toBe(5);
    filter.addTarget(400, 0);
    expect(filter.setOut(0, 0)).toBe(255);
  });
});
