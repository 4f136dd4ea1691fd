import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { type Conversation, parseStream, REPLY, textOf, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf, PROVIDERS } from "./filter.ts";

/** A provider's answer, in one document or as a stream, and what was asked of it. */
function ask(provider: Dialect, path: string, request: object, answer?: UpstreamAnswer) {
  const wire = WIRE[provider];
  const host = filter(modelOf(provider), ({ body }) => {
    if (answer !== undefined) return answer;
    const asked = JSON.parse(body);
    if (!wire.wantsStream(asked)) return document(wire.response(REPLY));
    return { headers: { "content-type": wire.streamType }, body: wholeStream(wire.stream(REPLY, asked)) };
  });
  const result = host.open({ path, body: JSON.stringify({ model: "m", ...request }) }).result;
  return { ...result, sent: result.attempts[0]?.request };
}

/** What a provider should be asked for a prompt. */
function asked(provider: Dialect, more: Partial<Conversation>): unknown {
  const conversation = { model: `${provider}-model`, turns: [{ role: "user" as const, text: "Say hi" }], ...more };
  return JSON.parse(JSON.stringify(WIRE[provider].request(conversation)));
}

const NUMBER = expect.any(Number);
const ID = (provider: Dialect) => (provider === "ollama" ? expect.stringMatching(/^cmpl-\w+$/) : REPLY.id);
const USAGE = expect.objectContaining({ prompt_tokens: REPLY.inputTokens, completion_tokens: REPLY.outputTokens });

describe.each(DIALECTS)("OpenAI's completions, a provider of %s", (provider) => {
  const head = { id: ID(provider), object: "text_completion", created: NUMBER, model: REPLY.model };
  const choice = (text: string, finish_reason: string | null) => ({ index: 0, text, logprobs: null, finish_reason });

  it("a prompt is a chat of one turn", () => {
    const { status, body, sent } = ask(provider, "/v1/completions", {
      prompt: "Say hi",
      max_tokens: 50,
      temperature: 0.5,
    });
    expect(status, body).toBe(200);
    expect(sent?.path).toBe(WIRE[provider].path);
    expect(JSON.parse(sent?.body ?? "")).toEqual(asked(provider, { maxTokens: 50, temperature: 0.5 }));
    expect(JSON.parse(body)).toEqual({ ...head, choices: [choice(textOf(REPLY), "stop")], usage: USAGE });
  });

  it("has the API's own limit where none is given, and takes a list of one prompt", () => {
    const { sent } = ask(provider, "/v1/completions", { prompt: ["Say hi"] });
    expect(JSON.parse(sent?.body ?? "")).toEqual(asked(provider, { maxTokens: 16 }));
  });

  it.each([false, true])("streams, usage: %s", (include_usage) => {
    const options = include_usage ? { stream_options: { include_usage } } : {};
    const { status, headers, body, sent } = ask(provider, "/v1/completions", {
      prompt: "Say hi",
      stream: true,
      ...options,
    });
    expect([status, headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(JSON.parse(sent?.body ?? "")).toEqual(asked(provider, { maxTokens: 16, stream: true }));
    const usage = include_usage && { usage: null };
    expect(parseStream("openai", body)).toEqual([
      ...REPLY.pieces.map((piece) => ({ data: { ...head, choices: [choice(piece, null)], ...usage } })),
      { data: { ...head, choices: [choice("", "stop")], ...usage } },
      ...(include_usage ? [{ data: { ...head, choices: [], usage: USAGE } }] : []),
      { data: "[DONE]" },
    ]);
  });

  it.each([
    ["several prompts", { prompt: ["a", "b"] }, /^prompt/],
    ["tokens", { prompt: [1, 2] }, /^prompt/],
    ["no prompt", {}, /^prompt/],
    ["a suffix", { prompt: "a", suffix: "b" }, /^suffix/],
    ["several answers", { prompt: "a", n: 2 }, /^n\b/],
  ])("refuses %s", (_, request, says) => {
    const { status, body, attempts } = ask(provider, "/v1/completions", request);
    expect([status, attempts]).toEqual([400, []]);
    expect(JSON.parse(body)).toEqual(ENVELOPE.openai(expect.stringMatching(says)));
  });
});

const OTHERS = DIALECTS.filter((dialect) => dialect !== "ollama");
const GENERATED = {
  model: REPLY.model,
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  response: textOf(REPLY),
  done: true,
  done_reason: "stop",
  total_duration: NUMBER,
  load_duration: NUMBER,
  prompt_eval_count: REPLY.inputTokens,
  prompt_eval_duration: NUMBER,
  eval_count: REPLY.outputTokens,
  eval_duration: NUMBER,
};

describe.each(OTHERS)("Ollama's generate, a provider of %s", (provider) => {
  it("a prompt is a chat of one turn", () => {
    const request = {
      system: "Be brief.",
      prompt: "Say hi",
      stream: false,
      options: { num_predict: 50, temperature: 0.5 },
    };
    const { status, body, sent } = ask(provider, "/api/generate", request);
    expect(status, body).toBe(200);
    expect(sent?.path).toBe(WIRE[provider].path);
    expect(JSON.parse(sent?.body ?? "")).toEqual(
      asked(provider, { system: "Be brief.", maxTokens: 50, temperature: 0.5 }),
    );
    expect(JSON.parse(body)).toEqual(GENERATED);
  });

  it("streams, as it does unless told otherwise", () => {
    const { status, headers, body } = ask(provider, "/api/generate", { prompt: "Say hi" });
    expect([status, headers["content-type"]]).toEqual([200, "application/x-ndjson"]);
    const { model, created_at } = GENERATED;
    expect(parseStream("ollama", body)).toEqual([
      ...REPLY.pieces.map((response) => ({ data: { model, created_at, response, done: false } })),
      { data: { ...GENERATED, response: "" } },
    ]);
  });

  it.each([
    ["a raw prompt", { prompt: "a", raw: true }, /^raw/],
    ["a template", { prompt: "a", template: "{{.Prompt}}" }, /^template/],
    ["a suffix", { prompt: "a", suffix: "b" }, /^suffix/],
    ["a context", { prompt: "a", context: [1, 2] }, /^context/],
    ["a prompt that is a number", { prompt: 7 }, /^prompt/],
  ])("refuses %s", (_, request, says) => {
    const { status, body, attempts } = ask(provider, "/api/generate", request);
    expect([status, attempts]).toEqual([400, []]);
    expect(JSON.parse(body)).toEqual(ENVELOPE.ollama(expect.stringMatching(says)));
  });
});

describe("Ollama's generate, an Ollama", () => {
  const said = { model: "x", response: "hi", context: [1, 2, 3], done: true, done_reason: "stop", unknown: 1 };

  it("gets all that only it understands, byte for byte, and its answer goes back so", () => {
    const request = { prompt: "Say hi", raw: true, template: "x", suffix: "y", context: [1, 2], stream: false };
    const { body, sent } = ask("ollama", "/api/generate", request, document(said));
    expect([sent?.path, sent?.body]).toEqual(["/api/generate", JSON.stringify({ model: "ollama-model", ...request })]);
    expect(body).toBe(JSON.stringify(said));
  });

  it("streams byte for byte", () => {
    const stream = `{"model":"x","response":"h","done":false}\n{"model":"x","response":"i", "done":false}\n${JSON.stringify(said)}\n`;
    const answer = { headers: { "content-type": "application/x-ndjson" }, body: stream };
    const { headers, body } = ask("ollama", "/api/generate", { prompt: "Say hi" }, answer);
    expect([headers["content-type"], body]).toEqual(["application/x-ndjson", stream]);
  });

  it("that breaks its stream off is told of as any other", () => {
    const stream = '{"model":"x","response":"h","done":false}\n';
    const answer = { headers: { "content-type": "application/x-ndjson" }, body: stream };
    const { body } = ask("ollama", "/api/generate", { prompt: "Say hi" }, answer);
    expect(body).toBe(`${stream}{"error":"the provider's stream ended in the middle"}\n`);
  });
});

describe("OpenAI's completions, a provider that has them too", () => {
  const COMPLETIONS = { preset: "vllm", url: "http://vllm.test", keys: [{ secret: "env:A_KEY" }] };
  const targets = [{ provider: "own", model: "up" }];
  const own = (upstream: () => UpstreamAnswer, provider: object = COMPLETIONS, more: object[] = []) =>
    filter({ providers: { ...PROVIDERS, own: provider }, models: { m: { targets: [...more, ...targets] } } }, upstream);
  const choice = { text: "hi", index: 0, logprobs: { tokens: ["hi"] }, finish_reason: "stop" };
  const said = { id: "cmpl-9", object: "text_completion", model: "up", choices: [choice], usage: { total_tokens: 3 } };
  const post = (host: ReturnType<typeof own>, request: object) =>
    host.open({ path: "/v1/completions?x=1", body: JSON.stringify({ model: "m", ...request }) }).result;

  it.each([
    { prompt: "def f():", suffix: "return 1", echo: true, logprobs: 2, best_of: 3, n: 2, max_tokens: 0, unknown: 1 },
    { prompt: [1, 2, 3] },
    { prompt: [[1], [2]] },
    { prompt: ["a", "b"] },
  ])("gets %j as it is, and its answer goes back so", (request) => {
    const { status, body, headers, attempts } = post(
      own(() => document(said)),
      request,
    );
    expect(status, body).toBe(200);
    expect([attempts[0]?.request.path, attempts[0]?.request.body]).toEqual([
      "/v1/completions?x=1",
      JSON.stringify({ model: "up", ...request }),
    ]);
    expect(body).toBe(JSON.stringify(said));
    expect(headers).not.toHaveProperty("x-headgate-dropped");
  });

  it.each([
    [{ ...COMPLETIONS, preset: "deepseek" }, "/beta/completions"],
    [{ ...PROVIDERS.openai, traits: { completions: "/fim/completions" } }, "/v1/fim/completions"],
  ])("is asked where it has them: %j", (provider, path) => {
    const { attempts } = post(
      own(() => document(said), provider),
      { prompt: "a", suffix: "b" },
    );
    expect(attempts[0]?.request.path.split("?")[0]).toBe(path);
  });

  it("is the one that takes what no chat can say", () => {
    const host = own(() => document(said), COMPLETIONS, [{ provider: "openai" }, { provider: "anthropic" }]);
    const { status, attempts } = post(host, { prompt: "a", suffix: "b" });
    expect([status, attempts.map(({ request }) => request.headers[":authority"])]).toEqual([200, ["vllm.test"]]);
  });

  it("takes over from a chat", () => {
    const answers = [{ status: 500, body: "{}" }, document(said)];
    const host = own(() => answers.shift() ?? {}, COMPLETIONS, [{ provider: "anthropic" }]);
    const { body, attempts } = post(host, { prompt: "Say hi" });
    expect(attempts.map(({ request }) => request.path.split("?")[0])).toEqual(["/v1/messages", "/v1/completions"]);
    expect(body).toBe(JSON.stringify(said));
  });

  const chunk = (text: string, finish_reason: string | null) =>
    `data: {"id":"cmpl-9", "choices":[{"text":"${text}","index":0,"finish_reason":${JSON.stringify(finish_reason)}}]}\n\n`;
  const USED = 'data: {"id":"cmpl-9","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2}}\n\n';
  const events = (...parts: string[]): UpstreamAnswer => ({
    headers: { "content-type": "text/event-stream" },
    body: parts.join(""),
  });

  it("streams, and the tokens that only the gateway asked for stay with it", () => {
    const host = own(() => events(chunk("h", null), chunk("i", "stop"), USED, "data: [DONE]\n\n"));
    const { body, attempts } = post(host, { prompt: "a", suffix: "b", stream: true });
    expect(JSON.parse(attempts[0]?.request.body ?? "")).toMatchObject({ stream_options: { include_usage: true } });
    expect(body).toBe([chunk("h", null), chunk("i", "stop"), "data: [DONE]\n\n"].join("").replaceAll('", "', '", "'));
  });

  it("streams to who asked for the tokens, with them", () => {
    const all = [chunk("h", "stop"), USED, "data: [DONE]\n\n"];
    const { body } = post(
      own(() => events(...all)),
      { prompt: "a", stream: true, stream_options: { include_usage: true } },
    );
    expect(body).toBe(all.join(""));
  });

  it.each([
    ["an error before the first piece", () => events('data: {"error":{"message":"oops","code":500}}\n\n')],
    ["a stream without an answer", () => events("data: [DONE]\n\n")],
    ["nothing", () => document({ ...said, choices: [{ ...choice, text: "" }] })],
    ["a chat", () => document(WIRE.openai.response(REPLY))],
    ["HTML", (): UpstreamAnswer => ({ headers: { "content-type": "text/html" }, body: "<p>" })],
  ])("that answers with %s is left for the next", (_, first) => {
    const config = {
      providers: { ...PROVIDERS, own: COMPLETIONS },
      models: { m: { targets: [...targets, { provider: "openai" }] } },
    };
    const answers = [first(), document(WIRE.openai.response(REPLY))];
    const host = filter(config, () => answers.shift() ?? {});
    const stream = first().headers?.["content-type" as never] === "text/event-stream";
    const { status, attempts } = post(host, { prompt: "Say hi", ...(stream && { stream }) });
    expect([status, attempts.map(({ request }) => request.path.split("?")[0])]).toEqual([
      200,
      ["/v1/completions", "/v1/chat/completions"],
    ]);
  });

  it.each([
    [{ prompt: "a", temperature: 0 }, ["miss", "hit"]],
    [{ prompt: "a", temperature: 0, stream: true }, ["miss", "hit"]],
    // What the cache keeps of a stream has no place for them.
    [{ prompt: "a", temperature: 0, logprobs: 1, stream: true }, ["bypass", "bypass"]],
    [{ prompt: "a", temperature: 0, suffix: "b" }, ["bypass", "bypass"]],
  ])("is asked once for %j where the cache keeps it whole", (request, outcomes) => {
    const host = filter(
      { providers: { ...PROVIDERS, own: COMPLETIONS }, models: { m: { targets } }, cache: {} },
      ({ body }) => (JSON.parse(body).stream ? events(chunk("hi", "stop"), USED, "data: [DONE]\n\n") : document(said)),
    );
    expect(outcomes.map(() => post(host, request).headers["x-headgate-cache"])).toEqual(outcomes);
  });

  it("of OpenAI's has them for its old models alone", () => {
    const config = {
      providers: { openai: { preset: "openai", keys: [{ secret: "env:A_KEY" }] } },
      models: {
        m: { targets: [{ provider: "openai", model: "gpt-3.5-turbo-instruct" }] },
        chat: { targets: [{ provider: "openai", model: "gpt-4o" }] },
      },
    };
    const host = filter(config, ({ path }) =>
      document(path === "/v1/completions" ? said : WIRE.openai.response(REPLY)),
    );
    const asked = ["m", "chat"].map((model) => post(host, { model, prompt: "Say hi" }).attempts[0]?.request.path);
    expect(asked).toEqual(["/v1/completions?x=1", "/v1/chat/completions"]);
  });
});
