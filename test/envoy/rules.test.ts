import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { type Provider, type Received, startProvider } from "../fixtures/provider/index.ts";
import { type Answer, chat } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { underTraffic } from "./traffic.ts";
import { until } from "./until.ts";

/** Rules at work: what providers get, and what callers do not. */
let provider: Provider;
let judge: Server;
let gateway: Gateway;
/** What the service that decides was asked, and what it does. */
const asked: Record<string, unknown>[] = [];
let answer: (question: Record<string, unknown>) => object | "silence" = () => ({});

const KEY = "key-of-all";
const NARROW = "key-of-few";

beforeAll(async () => {
  provider = await startProvider();
  judge = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const question = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    asked.push(question);
    const said = answer(question);
    if (said !== "silence") response.end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => judge.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(judge.address() as AddressInfo).port}`;
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: {
        ...Object.fromEntries(DIALECTS.map((dialect) => [`at-${dialect}`, { targets: [{ provider: dialect }] }])),
        "any-*": { targets: [{ provider: "openai" }] },
      },
      keys: [
        { id: "all", secret: "env:KEY", tags: ["beta"] },
        { id: "few", secret: "env:NARROW", allow: ["at-openai", "at-ollama"] },
      ],
      rules: [
        { id: "refused", when: { keywords: ["classified"] }, deny: "this gateway takes nothing classified" },
        { id: "moved", when: { keywords: ["elsewhere"] }, use: "any-where" },
        { id: "asked", when: { prompt_matches: "^hm\\b" }, ask: "judge", redact: ["email"] },
        { id: "short", when: { keywords: ["briefly"] }, set: { max_tokens: 50, temperature: 0.5 } },
        { id: "private", when: { contains_pii: true }, redact: true },
      ],
      decisions: { judge: { url, timeout: "1s", default: "at-ollama" } },
    },
    { environment: { KEY, NARROW }, withControlPlane: true },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
  judge?.closeAllConnections();
  judge?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
  asked.length = 0;
  answer = () => ({});
});

function say(dialect: Dialect, model: string, text: string, { key = KEY, stream = false } = {}): Promise<Answer> {
  const said = dialect === "responses" ? { input: text } : { messages: [{ role: "user", content: text }] };
  const needed = dialect === "anthropic" ? { max_tokens: 1000 } : {};
  return chat(gateway, dialect, { model, ...needed, ...said, stream }, { authorization: `Bearer ${key}` });
}

/** What the provider got for the one request. */
function received(got: Answer): Received {
  expect(got.status, got.text).toBe(200);
  const [first, ...more] = provider.requests;
  if (first === undefined || more.length > 0)
    throw new Error(`${provider.requests.length} requests reached the provider`);
  return first;
}

describe.each(DIALECTS)("a client of %s", (dialect) => {
  test("is refused", async () => {
    const refused = await say(dialect, "at-openai", "this is CLASSIFIED.");
    expectFailure(dialect, refused, 403, /^this gateway takes nothing classified$/);
    expect(provider.requests).toEqual([]);
  });

  test("gets another model, if its key may have that", async () => {
    expect(received(await say(dialect, `at-${dialect}`, "Go elsewhere"))).toMatchObject({
      dialect: "openai",
      model: "any-where",
    });
    const refused = await say(dialect, "at-openai", "Go elsewhere", { key: NARROW });
    expectFailure(dialect, refused, 403, /may not use the model 'any-where'/);
  });

  test.each(DIALECTS)("tells a provider of %s nothing personal, and is held short", async (at) => {
    for (const stream of [false, true]) {
      provider.requests.length = 0;
      const got = await say(dialect, `at-${at}`, "Write to ann@example.com from 10.20.30.40", { stream });
      const { bytes, dialect: spoken } = received(got);
      expect(spoken).toBe(at);
      expect(bytes.toString()).toContain("Write to [EMAIL] from [IP]");
      expect(bytes.toString()).not.toMatch(/ann@|10\.20/);
    }
    provider.requests.length = 0;
    const { body } = received(await say(dialect, `at-${at}`, "Briefly, please"));
    const { options, temperature, ...rest } = body as Record<string, number | undefined> & {
      options?: Record<string, number>;
    };
    const limits = [options?.num_predict, rest.max_tokens, rest.max_completion_tokens, rest.max_output_tokens];
    expect(limits.filter((limit) => limit !== undefined)).toEqual([50]);
    expect(options?.temperature ?? temperature).toBe(0.5);
  });

  test("waits for an answer", async () => {
    answer = () => ({ use: "at-anthropic" });
    expect(received(await say(dialect, "at-openai", "hm, what now"))).toMatchObject({
      dialect: "anthropic",
      model: "at-anthropic",
    });
    expect(asked).toEqual([
      expect.objectContaining({
        decision: "judge",
        rule: "asked",
        model: "at-openai",
        dialect,
        key: "all",
        tags: ["beta"],
      }),
    ]);
    answer = () => ({ deny: "no, says the judge" });
    expectFailure(dialect, await say(dialect, "at-openai", "hm, what now"), 403, /^no, says the judge$/);
  });
});

test("who decides gets the prompt as the provider will", async () => {
  const { bytes } = received(await say("openai", "at-openai", "hm, write to ann@example.com"));
  expect(asked[0]?.prompt).toBe("hm, write to [EMAIL]");
  expect(bytes.toString()).toContain("hm, write to [EMAIL]");
});

test("a body of many pieces is changed in every one", async () => {
  const text = `${"x ".repeat(60_000)} ann@example.com ${"y ".repeat(60_000)} bob@example.com`;
  const { bytes } = received(await say("openai", "at-openai", text));
  expect(JSON.parse(bytes.toString()).messages[0].content).toBe(text.replace(/\w+@example\.com/g, "[EMAIL]"));
});

test.each([
  ["redacted", "mail ann@example.com", "at-openai", "mail [EMAIL]"],
  ["decided", "hm, mail ann@example.com", "at-anthropic", "hm, mail [EMAIL]"],
])("a body with trailers is %s as well", async (_, text, model, wanted) => {
  answer = () => ({ use: "at-anthropic" });
  const body = JSON.stringify({ model: "at-openai", messages: [{ role: "user", content: text }] });
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json", trailer: "x-end" };
    const sending = request(`${gateway.url}/v1/chat/completions`, { method: "POST", headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    sending.on("error", reject);
    sending.write(body.slice(0, 20));
    sending.addTrailers({ "x-end": "1" });
    sending.end(body.slice(20));
  });
  expect(status).toBe(200);
  expect(provider.requests.map((got) => [got.model, got.bytes.toString().includes(wanted)])).toEqual([[model, true]]);
});

describe("without an answer of use", () => {
  test.each<[string, () => object | "silence"]>([
    ["silence", () => "silence"],
    ["an unknown model", () => ({ use: "nobody" })],
    ["no answer at all", () => ({ weather: "fine" })],
  ])("%s: the decision's default", async (_, act) => {
    answer = act;
    expect(received(await say("openai", "at-openai", "hm"))).toMatchObject({ dialect: "ollama", model: "at-ollama" });
  });

  test("a model that the key may not use: the decision's default", async () => {
    answer = () => ({ use: "at-anthropic" });
    expect(received(await say("openai", "at-openai", "hm", { key: NARROW }))).toMatchObject({ model: "at-ollama" });
  });

  test("a caller that leaves while it waits is missed by nobody", async () => {
    answer = () => "silence";
    const leaving = new AbortController();
    const body = JSON.stringify({ model: "at-openai", messages: [{ role: "user", content: "hm" }] });
    const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
    const left = fetch(`${gateway.url}/v1/chat/completions`, { method: "POST", headers, body, signal: leaving.signal });
    await until("somebody is asked", () => asked.length > 0);
    leaving.abort();
    await expect(left).rejects.toThrow();
    answer = () => ({ use: "at-anthropic" });
    expect(received(await say("openai", "at-openai", "hm"))).toMatchObject({ model: "at-anthropic" });
  });

  test("a control plane that is killed: the decision's default, and no request fails", async () => {
    const controlPlane = gateway.controlPlane!;
    const traffic = { model: "at-openai", headers: { authorization: `Bearer ${KEY}` } };
    await underTraffic(gateway, traffic, async () => {
      await controlPlane.kill();
      for (let i = 0; i < 10; i++) {
        const answered = await say("openai", "at-openai", `hm, ${i}`);
        expect(answered.status, answered.text).toBe(200);
      }
    });
    const whom = provider.requests.filter(({ bytes }) => bytes.toString().includes('"hm, ')).map(({ model }) => model);
    expect(whom).toEqual(Array.from({ length: 10 }, () => "at-ollama"));
    expect(asked).toEqual([]);
    await controlPlane.start();
    answer = () => ({ use: "at-anthropic" });
    provider.requests.length = 0;
    await until("it is asked again", async () => {
      provider.requests.length = 0;
      await say("openai", "at-openai", "hm");
      return provider.requests[0]?.model === "at-anthropic";
    });
  });
});

test("what is personal stands in no log, nor does a prompt", () => {
  expect(gateway.logs()).not.toMatch(/ann@example|what now|10\.20\.30/);
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
