import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat, jsonOf } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** Limits that all workers of an Envoy share, with the control plane and without it. */
let provider: Provider;
let gateway: Gateway;
let release: () => void = () => {};
let waiting = 0;

const LIMIT = 25;
const KEYS = ["by-minute", "at-once", "away", "tokens"] as const;
const LIMITS: Readonly<Record<(typeof KEYS)[number], object>> = {
  "by-minute": { requests_per_minute: LIMIT },
  "at-once": { concurrent_requests: 4 },
  away: { requests_per_minute: LIMIT },
  tokens: { tokens_per_minute: 500 },
};

beforeAll(async () => {
  provider = await startProvider();
  provider.on("held", async ({ received, response, wire }) => {
    waiting += 1;
    await new Promise<void>((resolve) => {
      const others = release;
      release = () => {
        others();
        resolve();
      };
    });
    waiting -= 1;
    const reply = { id: "r", model: received.model, pieces: ["ok"], stopReason: "end" as const };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(wire.response({ ...reply, inputTokens: 3, outputTokens: 4 })));
  });
  const config: GatewayConfig = {
    providers: everyDialect(provider),
    models: {
      quick: { targets: [{ provider: "openai", price: { input: 1, output: 1 } }] },
      held: { targets: [{ provider: "openai" }] },
    },
    keys: KEYS.map((id) => ({ id, secret: `env:${environmentOf(id)}`, limits: LIMITS[id] })),
  };
  const environment = Object.fromEntries(KEYS.map((id) => [environmentOf(id), `secret-of-${id}`]));
  gateway = await startGateway(config, { environment, withControlPlane: true });
});

afterAll(async () => {
  release();
  await gateway?.stop();
  await provider?.close();
});

function environmentOf(id: string): string {
  return `KEY_${id.replace("-", "_").toUpperCase()}`;
}

function ask(id: (typeof KEYS)[number], model = "quick", signal?: AbortSignal): Promise<Answer> {
  const request = WIRE.openai.request({ ...CONVERSATION, maxTokens: 20, model });
  if (signal) return askUntil(signal, id, request);
  return chat(gateway, "openai", request, { authorization: `Bearer secret-of-${id}` });
}

async function askUntil(signal: AbortSignal, id: string, request: object): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: `Bearer secret-of-${id}` };
  const response = await fetch(gateway.url + WIRE.openai.path, {
    method: "POST",
    headers,
    body: JSON.stringify(request),
    signal,
  });
  return { status: response.status, headers: response.headers, text: await response.text(), brokeOff: false };
}

/** All of a minute lies before what follows. */
async function freshMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 8_000) await setTimeout(left + 50);
}

const passed = (answers: Answer[]) => answers.filter(({ status }) => status === 200).length;
const refused = (answers: Answer[]) => answers.filter(({ status }) => status === 429).length;

/** So many at once, each on a connection of its own as far as there are any: both workers get some. */
function burst(id: (typeof KEYS)[number], count: number, model?: string): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, () => ask(id, model)));
}

describe("of many requests at once", () => {
  test("exactly as many pass as a minute may have, over all workers", async () => {
    await freshMinute();
    const answers = await burst("by-minute", 4 * LIMIT);
    expect([passed(answers), refused(answers)]).toEqual([LIMIT, 3 * LIMIT]);
    const seconds = answers
      .filter(({ status }) => status === 429)
      .map(({ headers }) => Number(headers.get("retry-after")));
    for (const second of seconds) expect(second >= 1 && second <= 60, `${second}`).toBe(true);
    const remaining = answers
      .filter(({ status }) => status === 200)
      .map(({ headers }) => Number(headers.get("x-ratelimit-remaining-requests")));
    expect(remaining.sort((a, b) => b - a)).toEqual(Array.from({ length: LIMIT }, (_, index) => LIMIT - 1 - index));
    expect(jsonOf(answers.find(({ status }) => status === 429) as Answer)).toMatchObject({
      error: { message: expect.stringMatching(/^key 'by-minute': 25 requests a minute; try again in \d+ s$/) },
    });
  });

  test("exactly as many go on at one moment, and a place is free again when one has ended or left", async () => {
    const gone = new AbortController();
    const left = ask("at-once", "held", gone.signal).catch(() => undefined);
    await until("the first waits", () => waiting === 1);
    const more = burst("at-once", 40, "held");
    await until("three more wait", () => waiting === 4);
    gone.abort();
    await left;
    await until("its place is free", async () => {
      const next = ask("at-once", "quick");
      return (await next).status === 200;
    });
    release();
    const answers = await more;
    expect([passed(answers), refused(answers)]).toEqual([3, 37]);
    expect(passed(await burst("at-once", 1))).toBe(1);
  });

  test("a minute's tokens are reserved and settled", async () => {
    await freshMinute();
    const answers = await burst("tokens", 40);
    expect(passed(answers)).toBeGreaterThan(4);
    // Each takes 31 and 17; what is under way is reserved at some 70.
    expect(passed(answers)).toBeLessThanOrEqual(10);
    expect(passed(answers) + refused(answers)).toBe(40);
  });
});

describe("with the control plane killed", () => {
  test("limits hold, and nothing else is refused", async () => {
    await gateway.controlPlane?.kill();
    await freshMinute();
    const answers = await burst("away", 4 * LIMIT);
    expect([passed(answers), refused(answers)]).toEqual([LIMIT, 3 * LIMIT]);
    await gateway.controlPlane?.start();
    expect(refused(await burst("away", 4))).toBe(4);
  });
});

test("what was refused and what was spent is counted", async () => {
  await until("the counts are there", async () => {
    const text = await (await fetch(`${gateway.admin}/stats/prometheus`)).text();
    return (
      /headgate_limited\{[^}]*headgate_limit="requests_per_minute"[^}]*\} \d+/.test(text) &&
      /headgate_cost_micro_usd\{[^}]*headgate_target="quick\/openai"[^}]*\} \d+/.test(text)
    );
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
