import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { CONNECTIONS, chatOnEveryWorker } from "./every-worker.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { until } from "./until.ts";

/** Two keys of one provider, and two workers that know the same of them. */
const ENVIRONMENT = { FIRST: "sk-first-of-the-pair", SECOND: "sk-second-of-the-pair" };
const LIMIT = 10;
/** Of which the last alone is good. */
const MANY = Array.from({ length: 40 }, (_, index) => ({ id: `of-many-${index}`, variable: `MANY_${index}` }));
const secretOf = ({ id }: { id: string }) => `sk-${id}`;

let provider: Provider;
let gateway: Gateway;

const pair = (first: object = {}) => [
  { id: "first", secret: "env:FIRST", ...first },
  { id: "second", secret: "env:SECOND" },
];

const MODELS = ["cooled", "extended", "refused", "out"] as const;

beforeAll(async () => {
  provider = await startProvider();
  const url = `${provider.url}/v1`;
  const of = (name: string) => ({ targets: [{ provider: name }] });
  gateway = await startGateway(
    {
      providers: {
        // A refused key cools down for every model: one provider for each test.
        ...Object.fromEntries(MODELS.map((name) => [name, { dialect: "openai" as const, url, keys: pair() }])),
        capped: { dialect: "openai", url, keys: pair({ limits: { requests_per_minute: LIMIT } }) },
        many: { dialect: "openai", url, keys: MANY.map(({ id, variable }) => ({ id, secret: `env:${variable}` })) },
      },
      models: {
        ...Object.fromEntries(MODELS.map((name) => [name, of(name)])),
        capped: of("capped"),
        many: of("many"),
      },
    },
    { environment: { ...ENVIRONMENT, ...Object.fromEntries(MANY.map((key) => [key.variable, secretOf(key)])) } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const isFirst: (call: Parameters<Behaviour>[0]) => boolean = ({ received }) =>
  received.headers.authorization === `Bearer ${ENVIRONMENT.FIRST}`;

/** How often the first key was presented for the model since this was asked last. */
function firstUsed(model: string): number {
  const used = provider.requestsFor(model).filter(({ headers }) => headers.authorization?.includes(ENVIRONMENT.FIRST));
  provider.requests.length = 0;
  return used.length;
}

const bodyOf = (model: string) => WIRE.openai.request({ ...CONVERSATION, model });
const ask = (model: string) => chat(gateway, "openai", bodyOf(model));
const burst = (model: string) => chatOnEveryWorker(gateway, "openai", bodyOf(model));
const statuses = (replies: { status: number }[]) => [...new Set(replies.map(({ status }) => status))];

/** Until a request of either worker has met the first key. */
async function untilFirstIsAsked(model: string): Promise<void> {
  for (let i = 0; i < 8; i++) expect((await ask(model)).status).toBe(200);
}

describe("a key that was refused", () => {
  test("is used by no worker until the time that its provider asked for, and every caller has an answer", async () => {
    provider.on("cooled", (call) =>
      (isFirst(call) ? refuses(429, "slow down", { "retry-after": "2" }) : answers())(call),
    );
    const began = Date.now();
    await untilFirstIsAsked("cooled");
    expect(firstUsed("cooled")).toBe(1);
    expect(statuses(await burst("cooled"))).toEqual([200]);
    if (Date.now() - began < 2_000) expect(firstUsed("cooled")).toBe(0);
    await until("the first key is used again", async () => {
      expect(statuses(await burst("cooled"))).toEqual([200]);
      return firstUsed("cooled") > 0;
    });
    expect(Date.now() - began).toBeGreaterThanOrEqual(2_000);
  });

  test("cools down for the longest time that it was told, not the last", async () => {
    let refusals = 0;
    provider.on("extended", async (call) => {
      if (!isFirst(call)) return answers()(call);
      refusals += 1;
      const wait = refusals === 1 ? "4" : "1";
      await until("all have come", () => provider.requestsFor("extended").length >= CONNECTIONS);
      // Behind the first refusal.
      if (wait === "1") await setTimeout(200);
      return refuses(429, "slow down", { "retry-after": wait })(call);
    });
    expect(statuses(await burst("extended"))).toEqual([200]);
    const ended = Date.now();
    expect(firstUsed("extended")).toBeGreaterThan(1);
    await setTimeout(1_500);
    expect(statuses(await burst("extended"))).toEqual([200]);
    if (Date.now() - ended < 3_500) expect(firstUsed("extended")).toBe(0);
  });

  test("with 401 is left for the other, and the caller sees nothing of it", async () => {
    provider.on("refused", (call) => (isFirst(call) ? refuses(401, "no such key") : answers())(call));
    await untilFirstIsAsked("refused");
    expect(statuses(await burst("refused"))).toEqual([200]);
    expect(firstUsed("refused")).toBe(1);
  });
});

test("where both are out, nobody is asked, and the caller is told when to come again", async () => {
  provider.on("out", refuses(429, "slow down", { "retry-after": "30" }));
  expect((await ask("out")).status).toBe(429);
  expect(provider.requestsFor("out").length).toBe(2);
  const told = await ask("out");
  expect([told.status, provider.requestsFor("out").length]).toEqual([429, 2]);
  expect(Number(told.headers.get("retry-after"))).toBeGreaterThan(25);
  expect(statuses(await burst("out"))).toEqual([429]);
  expect(provider.requestsFor("out").length).toBe(2);
});

test("a key's own limit holds over all workers, and the other key takes the rest", async () => {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 8_000) await setTimeout(left + 50);
  const replies = [...(await burst("capped")), ...(await burst("capped"))];
  expect(statuses(replies)).toEqual([200]);
  expect([replies.length, firstUsed("capped")]).toEqual([32, LIMIT]);
});

test("the only good one of many keys is found by the first request", async () => {
  const good = `Bearer ${secretOf(MANY.at(-1)!)}`;
  provider.on("many", (call) => (call.received.headers.authorization === good ? answers() : refuses(402, "pay"))(call));
  const asked = () => provider.requestsFor("many").map(({ headers }) => headers.authorization);
  expect((await ask("many")).status).toBe(200);
  expect(asked()).toHaveLength(MANY.length);
  expect(new Set(asked()).size).toBe(MANY.length);
  expect((await ask("many")).status).toBe(200);
  expect(asked().slice(MANY.length)).toEqual([good]);
});
