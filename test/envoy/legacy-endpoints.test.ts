import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { breaksBeforeContent, type Provider, refuses, says, startProvider } from "../fixtures/provider/index.ts";
import { parseStream, REPLY, textOf } from "../fixtures/wire/index.ts";
import { ask, jsonOf } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** OpenAI's completions and Ollama's generate, which older clients still call. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  provider.on("failing", refuses(500, "oops"));
  provider.on("overloaded", breaksBeforeContent("reports an error"));
  const models = DIALECTS.map((dialect) => [dialect, { targets: [{ provider: dialect }] }]);
  gateway = await startGateway({
    providers: {
      ...everyDialect(provider),
      completing: { dialect: "openai", url: `${provider.url}/v1`, traits: { completions: "/completions" } },
    },
    models: {
      completing: { targets: [{ provider: "completing" }] },
      ...Object.fromEntries(models),
      unsteady: {
        targets: [
          { provider: "openai", model: "failing" },
          { provider: "anthropic", model: "overloaded" },
          { provider: "responses", model: "good" },
        ],
      },
    },
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const post = (path: string, request: object) =>
  ask(gateway, path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });

interface Completion {
  choices: { text: string; finish_reason: string | null }[];
}

describe.each([...DIALECTS, "unsteady"])("a model '%s'", (model) => {
  test("answers a completion", async () => {
    const answer = await post("/v1/completions", { model, prompt: "Say hi" });
    expect(answer.status, answer.text).toBe(200);
    const choice = { index: 0, text: textOf(REPLY), logprobs: null, finish_reason: "stop" };
    expect(jsonOf(answer)).toMatchObject({ object: "text_completion", choices: [choice] });
  });

  test("streams a completion", async () => {
    const answer = await post("/v1/completions", { model, prompt: "Say hi", stream: true });
    expect(answer.status, answer.text).toBe(200);
    const events = parseStream("openai", answer.text).map(({ data }) => data);
    expect(events.pop()).toBe("[DONE]");
    const choices = (events as Completion[]).flatMap((event) => event.choices);
    expect(choices.map(({ text }) => text).join("")).toBe(textOf(REPLY));
    expect(choices.at(-1)?.finish_reason).toBe("stop");
  });
});

describe.each([...DIALECTS.filter((dialect) => dialect !== "ollama"), "unsteady"])("a model '%s'", (model) => {
  test("generates", async () => {
    const answer = await post("/api/generate", { model, prompt: "Say hi", stream: false });
    expect(answer.status, answer.text).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ response: textOf(REPLY), done: true, eval_count: REPLY.outputTokens });
  });

  test("generates as a stream", async () => {
    const answer = await post("/api/generate", { model, prompt: "Say hi" });
    expect(answer.status, answer.text).toBe(200);
    const lines = parseStream("ollama", answer.text).map(({ data }) => data as { response: string; done: boolean });
    expect(lines.map(({ response }) => response).join("")).toBe(textOf(REPLY));
    expect(lines.map(({ done }) => done)).toEqual([...REPLY.pieces.map(() => false), true]);
  });
});

test("a provider completes by itself where it can: byte for byte, both ways", async () => {
  const said = '{"id":"c", "object":"text_completion","choices":[{"index":0,"text":"hi","finish_reason":"stop"}]}';
  provider.at("/v1/completions", says(200, "application/json", said));
  const request = { model: "completing", prompt: [1, 2, 3], suffix: "end", echo: true, best_of: 2, unknown: 1 };
  const answer = await post("/v1/completions", request);
  expect([answer.status, answer.text]).toEqual([200, said]);
  const sent = provider.requests.at(-1);
  expect([sent?.path, sent?.bytes.toString()]).toEqual(["/v1/completions", JSON.stringify(request)]);
});

test("an Ollama generates by itself: byte for byte, both ways", async () => {
  const said =
    '{"model":"ollama", "response":"hi","done":false}\n{"model":"ollama","response":"","done":true,"context":[1]}\n';
  provider.at("/api/generate", says(200, "application/x-ndjson", said));
  const request = { model: "ollama", prompt: "Say hi", raw: true, context: [1, 2], unknown: 1 };
  const answer = await post("/api/generate", request);
  expect([answer.status, answer.headers.get("content-type"), answer.text]).toEqual([200, "application/x-ndjson", said]);
  const sent = provider.requests.at(-1);
  expect([sent?.path, sent?.bytes.toString()]).toEqual(["/api/generate", JSON.stringify(request)]);
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
