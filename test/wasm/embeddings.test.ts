import { describe, expect, it } from "vitest";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { openaiEmbeddings } from "../fixtures/endpoints.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** Every number is a 32-bit float. */
const VECTORS = [
  [0.5, -0.25, 0.125, 1],
  [-1, 0, 2.5, 0.0078125],
];
const FIRST = VECTORS.slice(0, 1);

function base64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString("base64");
}

const ollamaAnswer = (vectors: readonly unknown[]) => ({ model: "x", embeddings: vectors, prompt_eval_count: 8 });

/** Each provider as it documents its answer; OpenAI's gives base64 where it is asked for it. */
const answers: Record<string, (body: { input: unknown; encoding_format?: string }) => object> = {
  openai: ({ input, encoding_format }) => {
    const vectors = Array.isArray(input) ? VECTORS : FIRST;
    return openaiEmbeddings(encoding_format === "base64" ? vectors.map(base64) : vectors, 8);
  },
  ollama: ({ input }) => ollamaAnswer(Array.isArray(input) ? VECTORS.slice(0, input.length) : FIRST),
};

function ask(providers: string | string[], path: string, request: object, answer?: UpstreamAnswer) {
  const host = filter(modelOf(...[providers].flat()), ({ target, path: asked, body }) => {
    if (answer !== undefined) return answer;
    if (asked.endsWith("/api/embeddings")) return document({ embedding: VECTORS[0] });
    return document((target === "m/ollama" ? answers.ollama : answers.openai)!(JSON.parse(body)));
  });
  const { status, headers, body, attempts } = host.open({
    path,
    body: JSON.stringify({ model: "m", ...request }),
  }).result;
  host.tick();
  return { status, headers, body, attempts, sent: attempts[0]?.request, metrics: host.metrics() };
}

const INPUT = ["kana 🀄", 'the "other"\n'];

describe.each(["openai", "responses"])("a client of OpenAI's, a provider of %s", (provider) => {
  it("gets what the provider says, byte for byte", () => {
    const request = { input: INPUT, dimensions: 4, encoding_format: "base64", user: "u", unknown: 1 };
    const { status, body, sent } = ask(provider, "/v1/embeddings", request);
    expect([status, sent?.path, JSON.parse(sent?.body ?? "")]).toEqual([
      200,
      "/v1/embeddings",
      { model: `${provider}-model`, ...request },
    ]);
    expect(body).toBe(JSON.stringify(openaiEmbeddings(VECTORS.map(base64), 8)));
  });

  it.each([
    ["/api/embed", { input: INPUT, dimensions: 4 }, { input: INPUT, dimensions: 4 }, ollamaAnswer(VECTORS)],
    ["/api/embed", { input: "Hi" }, { input: "Hi" }, ollamaAnswer(FIRST)],
    ["/api/embeddings", { prompt: "Hi" }, { input: "Hi" }, { embedding: VECTORS[0] }],
  ])("and of Ollama's %s with %j the same numbers", (path, request, gets, expected) => {
    const { status, headers, body, sent } = ask(provider, path, request);
    expect([status, headers["content-type"]], body).toEqual([200, "application/json"]);
    expect([sent?.path, JSON.parse(sent?.body ?? "")]).toEqual([
      "/v1/embeddings",
      { model: `${provider}-model`, ...gets },
    ]);
    const model = "model" in expected ? { model: "text-embedding-3-small" } : {};
    expect(JSON.parse(body)).toEqual({ ...expected, ...model });
  });
});

describe("a provider of Ollama's", () => {
  it.each([
    ["floats, by default", {}, VECTORS],
    ["floats, asked for", { encoding_format: "float" }, VECTORS],
    ["base64", { encoding_format: "base64" }, VECTORS.map(base64)],
  ])("gives a client of OpenAI's %s", (_, more, vectors) => {
    const { status, body, sent } = ask("ollama", "/v1/embeddings", { input: INPUT, dimensions: 4, ...more });
    expect(status, body).toBe(200);
    const asked = JSON.parse(sent?.body ?? "");
    expect([sent?.path, asked]).toEqual(["/api/embed", { model: "ollama-model", input: INPUT, dimensions: 4 }]);
    expect(JSON.parse(body)).toEqual({ ...openaiEmbeddings(vectors, 8), model: "x" });
  });

  it.each([
    ["/api/embed", { input: INPUT, truncate: false, keep_alive: "5m", options: { num_ctx: 9 } }, ollamaAnswer(VECTORS)],
    ["/api/embeddings", { prompt: "Hi", options: { num_ctx: 9 } }, { embedding: VECTORS[0] }],
  ])("gets its own %s byte for byte", (path, request, expected) => {
    const { status, headers, body, sent } = ask("ollama", path, request);
    expect([status, body]).toEqual([200, JSON.stringify(expected)]);
    expect([sent?.path, sent?.body]).toEqual([path, JSON.stringify({ model: "ollama-model", ...request })]);
    expect(headers).not.toHaveProperty("x-headgate-dropped");
  });
});

describe("what is lost", () => {
  it.each([
    [
      "openai",
      "/api/embed",
      { input: "Hi", keep_alive: "5m", truncate: false, options: { num_ctx: 9 } },
      "keep_alive,options.num_ctx,truncate",
    ],
    [
      "openai",
      "/api/embeddings",
      { prompt: "Hi", keep_alive: "5m", options: { num_ctx: 9 } },
      "keep_alive,options.num_ctx",
    ],
    ["ollama", "/v1/embeddings", { input: "Hi", user: "u", unknown: 1 }, "unknown,user"],
  ])("is named, to %s from %s", (provider, path, request, names) => {
    const { status, headers } = ask(provider, path, request);
    expect([status, headers["x-headgate-dropped"]?.split(",").sort().join()]).toEqual([200, names]);
  });
});

describe("what no provider of the model can do is refused", () => {
  it.each([
    ["anthropic", "/v1/embeddings", { input: "Hi" }, /^model: none of its providers has embeddings/],
    ["anthropic", "/api/embed", { input: "Hi" }, /^model: none of its providers has embeddings/],
    ["ollama", "/v1/embeddings", { input: [[1, 2, 3]] }, /^input: tokens cannot be sent/],
    ["ollama", "/v1/embeddings", { input: 7 }, /^input/],
    ["openai", "/api/embed", { input: [7] }, /^input\[0\]/],
    ["openai", "/api/embeddings", {}, /^prompt/],
  ])("%s, %s with %j", (provider, path, request, says) => {
    const { status, body, attempts } = ask(provider, path, request);
    expect([status, attempts]).toEqual([400, []]);
    const dialect = path.startsWith("/v1") ? "openai" : "ollama";
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](expect.stringMatching(says)));
  });

  it("but goes to one that can", () => {
    const mixed = ask(["anthropic", "ollama", "openai"], "/v1/embeddings", { input: [[1, 2, 3]] });
    expect([mixed.status, mixed.attempts.map(({ target }) => target)]).toEqual([200, ["m/openai"]]);
    const texts = ask(["anthropic", "ollama", "openai"], "/v1/embeddings", { input: INPUT });
    expect(texts.attempts.map(({ target }) => target)).toEqual(["m/ollama"]);
  });
});

describe("an answer that is none", () => {
  it.each<[string, UpstreamAnswer]>([
    ["a chat", document({ choices: [] })],
    ["HTML", { body: "<html>" }],
    ["an error under 200", document({ error: { message: "no" } })],
    ["vectors that are none", document({ object: "list", data: [{ embedding: 7 }] })],
  ])("%s leads to the next target", (_, bad) => {
    const host = filter(modelOf("openai", "ollama"), ({ target }) =>
      target === "m/openai" ? bad : document(ollamaAnswer(FIRST)),
    );
    const { status, body } = host.open({ path: "/api/embed", body: '{"model":"m","input":"Hi"}' }).result;
    expect([status, JSON.parse(body).embeddings]).toEqual([200, FIRST]);
  });
});

it("their tokens are counted", () => {
  for (const [provider, path] of [
    ["openai", "/v1/embeddings"],
    ["openai", "/api/embed"],
    ["ollama", "/v1/embeddings"],
  ] as const) {
    const { metrics } = ask(provider, path, { input: INPUT });
    expect(metrics[`headgate_input_tokens;target=m/${provider}`]).toBe(8);
  }
});
