import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { answers, type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, parseStream, REPLY, textOf, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, ask, chat, eventsOf, jsonOf } from "./ask.ts";
import { chatOnEveryWorker } from "./every-worker.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** The response cache in a real Envoy of two workers. */
let provider: Provider;
let gateway: Gateway;

const MODELS = ["shared", "together", "failing", "left", "waiting", "streamed", "counted"] as const;

beforeAll(async () => {
  provider = await startProvider();
  const models = Object.fromEntries(
    MODELS.map((name) => [name, { targets: [{ provider: "anthropic", model: name }] }]),
  );
  gateway = await startGateway({
    providers: everyDialect(provider),
    models: { ...models, counted: { targets: [{ provider: "openai", model: "counted" }] } },
    cache: { ttl: "60s" },
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

/** The same question, unless `turn` says otherwise. */
function request(client: Dialect, model: string, more: object = {}): object {
  return WIRE[client].request({ ...conversationFor("responses"), model, temperature: 0, ...more });
}

const outcomeOf = ({ headers }: Answer) => headers.get("x-headgate-cache");

/** Answers when the test lets it. */
function gate(behaviour: Behaviour = answers()): { behaviour: Behaviour; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    behaviour: async (call) => {
      await opened;
      await behaviour(call);
    },
    open,
  };
}

it("what one worker's client got, every worker's gets, in any dialect, streamed or not", async () => {
  const first = await chat(gateway, "openai", request("openai", "shared"));
  expect([first.status, outcomeOf(first), first.headers.get("age")]).toEqual([200, "miss", null]);
  for (const client of DIALECTS) {
    for (const reply of await chatOnEveryWorker(gateway, client, request(client, "shared"))) {
      expect([reply.status, reply.text.includes("syllables")]).toEqual([200, true]);
    }
    const streamed = await chat(gateway, client, request(client, "shared", { stream: true }));
    expect([streamed.status, outcomeOf(streamed), streamed.brokeOff]).toEqual([200, "hit", false]);
    expect(Number(streamed.headers.get("age"))).toBeGreaterThanOrEqual(0);
    expect(eventsOf(client, streamed).length).toBeGreaterThan(1);
  }
  expect(provider.requests).toHaveLength(1);
});

it("the official client reads a kept answer, whole and streamed", async () => {
  const client = new OpenAI({ apiKey: "none", baseURL: `${gateway.url}/v1` });
  const asked = { model: "shared", temperature: 0, messages: [{ role: "user", content: "again?" }] } as const;
  const first = await client.chat.completions.create({ ...asked, messages: [...asked.messages] });
  const again = await client.chat.completions.create({ ...asked, messages: [...asked.messages] });
  expect(again).toEqual(first);
  const stream = await client.chat.completions.create({ ...asked, messages: [...asked.messages], stream: true });
  let text = "";
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
  expect(text).toBe(textOf(REPLY));
  expect(provider.requests).toHaveLength(1);
});

describe("requests that ask the same at once", () => {
  it("are one request of each worker to the provider", async () => {
    const { behaviour, open } = gate();
    provider.on("together", behaviour);
    const all = chatOnEveryWorker(gateway, "openai", request("openai", "together"));
    const streams = [1, 2, 3, 4].map(() => chat(gateway, "ollama", request("ollama", "together", { stream: true })));
    await until("the provider is asked", async () => provider.requests.length > 0);
    // Whoever does not wait is there by then.
    await new Promise((resolve) => setTimeout(resolve, 300));
    open();
    for (const { status, text } of await all) expect([status, text.includes("syllables")]).toEqual([200, true]);
    for (const answer of await Promise.all(streams)) {
      expect([answer.status, answer.brokeOff]).toEqual([200, false]);
      expect(parseStream("ollama", answer.text).at(-1)?.data).toMatchObject({ done: true });
    }
    expect(provider.requests.length).toBeLessThanOrEqual(2);
  });

  it("go upstream when the first fails, and none is lost", async () => {
    const { behaviour, open } = gate(refuses(400, "no"));
    provider.on("failing", behaviour);
    const all = chatOnEveryWorker(gateway, "openai", request("openai", "failing"));
    await until("the provider is asked", async () => provider.requests.length > 0);
    open();
    for (const { status } of await all) expect(status).toBe(400);
    expect(provider.requests).toHaveLength(16);
  });

  it("go upstream when the first one's client leaves", async () => {
    const { behaviour, open } = gate();
    provider.on("left", behaviour);
    const leaving = new AbortController();
    const body = JSON.stringify(request("openai", "left"));
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const gone = fetch(gateway.url + WIRE.openai.path, { ...init, signal: leaving.signal }).catch(() => "gone");
    await until("the provider is asked", async () => provider.requests.length > 0);
    const all = chatOnEveryWorker(gateway, "openai", request("openai", "left"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    leaving.abort();
    expect(await gone).toBe("gone");
    await until("another asks", async () => provider.requests.length > 2);
    open();
    for (const { status } of await all) expect(status).toBe(200);
  });

  it("are forgotten when their own client leaves", async () => {
    const { behaviour, open } = gate();
    provider.on("waiting", behaviour);
    const first = chatOnEveryWorker(gateway, "openai", request("openai", "waiting"));
    await until("the provider is asked", async () => provider.requests.length > 0);
    const leaving = new AbortController();
    const body = JSON.stringify(request("openai", "waiting"));
    const init = { method: "POST", headers: { "content-type": "application/json" }, body, signal: leaving.signal };
    const gone = Array.from({ length: 8 }, () => fetch(gateway.url + WIRE.openai.path, init).catch(() => "gone"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    leaving.abort();
    expect(await Promise.all(gone)).toEqual(Array.from({ length: 8 }, () => "gone"));
    open();
    for (const { status } of await first) expect(status).toBe(200);
    expect(outcomeOf(await chat(gateway, "openai", request("openai", "waiting")))).toBe("hit");
  });

  it("as streams, get the whole of the first's", async () => {
    provider.on("streamed", answers({}, { delayMs: 20 }));
    const asked = request("openai", "streamed", { stream: true });
    const replies = await chatOnEveryWorker(gateway, "openai", asked);
    for (const { status, text } of replies) {
      expect(status).toBe(200);
      const said = parseStream("openai", text).map(({ data }) => {
        const { choices } = data as { choices?: { delta?: { content?: string } }[] };
        return choices?.[0]?.delta?.content ?? "";
      });
      expect(said.join("")).toBe(textOf(REPLY));
    }
    expect(provider.requests.length).toBeLessThanOrEqual(2);
  });
});

it("a same-dialect answer comes back byte for byte", async () => {
  const first = await chat(gateway, "openai", request("openai", "counted"));
  const again = await chat(gateway, "openai", request("openai", "counted"));
  expect([outcomeOf(again), again.text, jsonOf(again)]).toEqual(["hit", first.text, jsonOf(first)]);
});

it("counts by outcome", async () => {
  const fresh = { "cache-control": "no-store" };
  await chat(gateway, "openai", request("openai", "counted"), fresh);
  const shown = async () => (await ask({ url: gateway.admin }, "/stats/prometheus")).text;
  const counts = async (outcome: string) =>
    new RegExp(`^headgate_cache\\{headgate_model="counted",headgate_outcome="${outcome}"\\} 1$`, "m").test(
      await shown(),
    );
  for (const outcome of ["hit", "miss", "bypass"]) await until(`${outcome} is counted`, () => counts(outcome));
  expect(gateway.logs()).not.toMatch(/critical|error/i);
});
