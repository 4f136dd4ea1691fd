import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answers, type Behaviour, hangs, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat, jsonOf } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";
import { until } from "./until.ts";

/** A second target is asked as well when the first has said nothing for a while; the slower one is cancelled. */
let provider: Provider;
let gateway: Gateway;

const MODELS = ["second", "first", "silent", "failing", "both", "alone"];
const AFTER_MS = 150;
const IDLE_MS = 2000;

beforeAll(async () => {
  provider = await startProvider();
  const targets = (model: string) => [
    { provider: "openai", model: `${model}-1` },
    { provider: "anthropic", model: `${model}-2` },
  ];
  gateway = await startGateway({
    timeouts: { idle: `${IDLE_MS}ms`, first_token: "1s" },
    providers: {
      openai: { dialect: "openai", url: baseUrlOf("openai", provider.url) },
      anthropic: { dialect: "anthropic", url: provider.url },
    },
    models: Object.fromEntries(
      MODELS.map((model) => [
        model,
        { hedge: { after: `${AFTER_MS}ms` }, targets: targets(model).slice(0, model === "alone" ? 1 : 2) },
      ]),
    ),
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const send = (model: string, stream = true): Promise<Answer> =>
  chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model, stream }));

/** What it does after a while; `closed` becomes true when its connection is gone before that. */
function late(behaviour: Behaviour, ms: number, seen: { closed: boolean } = { closed: false }): Behaviour {
  return async (call) => {
    call.response.on("close", () => {
      seen.closed ||= !call.response.writableFinished;
    });
    await setTimeout(ms);
    if (!seen.closed) await behaviour(call);
  };
}

const target = ({ headers }: Answer) => headers.get("x-headgate-target");

async function cancelled(name: string): Promise<number> {
  const text = await (await fetch(`${gateway.admin}/stats/prometheus?filter=attempts_cancelled`)).text();
  const line = text.split("\n").find((each) => each.includes(`"${name}"`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

test("the second wins where the first is silent, whose connection is closed, and which is counted", async () => {
  const seen = { closed: false };
  provider.on("second-1", late(answers(), 5000, seen));
  const answer = await send("second");
  expect([answer.status, target(answer)]).toEqual([200, "second/anthropic"]);
  expect(answer.text).toContain("[DONE]");
  await until("the first is cancelled", () => seen.closed);
  await until("it is counted", async () => (await cancelled("second/openai")) === 1);
});

test("the first may still win", async () => {
  const seen = { closed: false };
  provider.on("first-1", late(answers(), 3 * AFTER_MS));
  provider.on("first-2", late(answers(), 5000, seen));
  for (const stream of [true, false]) {
    const answer = await send("first", stream);
    expect([answer.status, target(answer)], answer.text).toEqual([200, "first/openai"]);
  }
  await until("the second is cancelled", () => seen.closed);
  expect(provider.requestsFor("first-2")).toHaveLength(2);
  await until("it is counted", async () => (await cancelled("first/anthropic")) === 2);
});

test("a failure of the one leaves the caller to the other", async () => {
  provider.on("failing-1", late(answers(), 4 * AFTER_MS));
  provider.on("failing-2", refuses(500, "oops"));
  const first = await send("failing");
  expect([first.status, target(first)], first.text).toEqual([200, "failing/openai"]);
  // And the other way round: the first fails while the second is on its way.
  provider.on("failing-1", late(refuses(500, "oops"), 2 * AFTER_MS));
  provider.on("failing-2", late(answers(), 4 * AFTER_MS));
  const second = await send("failing");
  expect([second.status, target(second)], second.text).toEqual([200, "failing/anthropic"]);
});

test("if both fail the caller is told once", async () => {
  provider.on("both-1", late(refuses(429, "slow down"), 3 * AFTER_MS));
  provider.on("both-2", refuses(500, "oops"));
  const answer = await send("both");
  expect(answer.status, answer.text).toBe(429);
  expect(jsonOf(answer)).toMatchObject({ error: { message: "slow down" } });
});

test("`timeouts.idle` bounds the wait for both", async () => {
  for (const name of ["silent-1", "silent-2"]) provider.on(name, hangs());
  const began = Date.now();
  const answer = await send("silent");
  expect(answer.status).toBe(504);
  expect(jsonOf(answer)).toMatchObject({ error: { message: expect.stringMatching(/in time/) } });
  expect(Date.now() - began).toBeGreaterThan(IDLE_MS / 2);
});

test("a model with one target has no second to ask: its first-token time holds", async () => {
  provider.on("alone-1", hangs());
  const answer = await send("alone");
  expect(answer.status).toBe(504);
  expect(provider.requestsFor("alone-1")).toHaveLength(1);
});
