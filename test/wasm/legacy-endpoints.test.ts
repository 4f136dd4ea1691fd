import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { type Conversation, parseStream, REPLY, textOf, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

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
