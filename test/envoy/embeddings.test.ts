import { afterAll, beforeAll, expect, test } from "vitest";
import { openaiEmbeddings } from "../fixtures/endpoints.ts";
import { type Provider, says, saysHtml, saysJson, startProvider } from "../fixtures/provider/index.ts";
import { ask, jsonOf } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Embeddings over real HTTP; test/clients has the official clients, test/wasm every shape. */
let provider: Provider;
let gateway: Gateway;

const VECTOR = [0.5, -0.25, 0.125, 1];
const BASE64 = Buffer.from(Float32Array.from(VECTOR).buffer).toString("base64");

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({
    providers: everyDialect(provider),
    models: {
      steady: { targets: [{ provider: "anthropic" }, { provider: "ollama" }] },
      unsteady: { targets: [{ provider: "responses" }, { provider: "ollama" }] },
      chatting: { targets: [{ provider: "anthropic" }] },
    },
  });
  provider.at("/api/embed", saysJson({ model: "e", embeddings: [VECTOR], prompt_eval_count: 8 }));
  provider.at("/api/embeddings", saysJson({ embedding: VECTOR }));
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const embed = (path: string, request: object) => ask(gateway, path, { method: "POST", body: JSON.stringify(request) });

test.each([
  ["float", VECTOR],
  ["base64", BASE64],
])("a client of OpenAI's gets an Ollama's as %s", async (encoding_format, vector) => {
  provider.requests.length = 0;
  const answer = await embed("/v1/embeddings", { model: "steady", input: ["kana 🀄"], encoding_format });
  expect(answer.status, answer.text).toBe(200);
  expect(jsonOf(answer)).toEqual({ ...openaiEmbeddings([vector], 8), model: "e" });
  expect(provider.requests.map(({ path, body }) => [path, body])).toEqual([
    ["/api/embed", { model: "steady", input: ["kana 🀄"] }],
  ]);
});

test.each([
  ["an error", says(500, "application/json", "{}")],
  ["a page", saysHtml(200)],
  ["a chat", saysJson({ object: "response" })],
])("%s from the first target leads to the next", async (_, behaviour) => {
  provider.at("/v1/embeddings", behaviour);
  provider.requests.length = 0;
  const answer = await embed("/api/embeddings", { model: "unsteady", prompt: "kana" });
  expect([answer.status, answer.text]).toEqual([200, JSON.stringify({ embedding: VECTOR })]);
  expect(provider.requests.map(({ path }) => path)).toEqual(["/v1/embeddings", "/api/embeddings"]);
});

test("a model whose providers have none says so", async () => {
  const answer = await embed("/v1/embeddings", { model: "chatting", input: "kana" });
  expectFailure("openai", answer, 400, /^model: none of its providers has embeddings$/);
});
