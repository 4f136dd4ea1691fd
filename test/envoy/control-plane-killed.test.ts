import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chatAlone } from "./every-worker.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { underTraffic } from "./traffic.ts";
import { until } from "./until.ts";

/** Keys, limits and a control plane that is killed while requests go through: the data plane does not miss it. */
let provider: Provider;
let gateway: Gateway;

const TOKEN = "hga-token-of-the-test";
const STEADY = "hg-steady";
const NARROW = "hg-narrow";
/** Of a day, which is over in the middle of a test less often than a minute: each request costs a dollar. */
const LIMIT = 20;
const DOLLARS_A_MILLION = { input: 0, output: 1_000_000 };
const ONE_TOKEN = { inputTokens: 1, outputTokens: 1 };

beforeAll(async () => {
  provider = await startProvider(answers(ONE_TOKEN, { delayMs: 5 }));
  const generous = { requests_per_minute: 1_000_000, tokens_per_minute: 1_000_000_000, concurrent_requests: 1000 };
  const config = {
    providers: everyDialect(provider),
    models: { m: { targets: [{ provider: "openai", model: "upstream", price: DOLLARS_A_MILLION }] } },
    tenants: { shop: { limits: generous, budget: { usd_per_day: 1_000_000 } } },
    keys: [
      { id: "steady", tenant: "shop", secret: "env:STEADY", limits: generous },
      { id: "narrow", tenant: "shop", secret: "env:NARROW", budget: { usd_per_day: LIMIT } },
    ],
  };
  const environment = { HEADGATE_ADMIN_TOKEN: TOKEN, STEADY, NARROW };
  gateway = await startGateway(config, { environment, withControlPlane: true });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** How many of so many at once are served; all others are told that a limit is reached. */
async function served(requests: number): Promise<number> {
  const body = { model: "m", messages: [{ role: "user", content: "Hi" }], max_tokens: 1 };
  const headers = { authorization: `Bearer ${NARROW}` };
  const all = await Promise.all(Array.from({ length: requests }, () => chatAlone(gateway, "openai", body, headers)));
  const statuses = all.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
  return statuses.filter((status) => status === 200).length;
}

/** The dollars that the control plane knows to be used by `narrow` today. */
async function known(): Promise<number> {
  const { body } = await request(`${gateway.controlPlane!.url}/admin/v1/usage`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const { items } = (await body.json()) as { items: { scope: string; used: number }[] };
  return Math.max(0, ...items.filter(({ scope }) => scope.includes("key:narrow")).map(({ used }) => used / 1_000_000));
}

test("no request fails, the limits hold, and it learns what was used when it is back", async () => {
  await underTraffic(gateway, { model: "m", headers: { authorization: `Bearer ${STEADY}` } }, async () => {
    expect(await served(LIMIT / 2)).toBe(LIMIT / 2);
    await until("it has been told", async () => (await known()) === LIMIT / 2);
    await gateway.controlPlane!.kill();
    expect(await served(LIMIT)).toBe(LIMIT / 2);
    await gateway.controlPlane!.start();
    await until("it has been told of the rest", async () => (await known()) === LIMIT);
    expect(await served(LIMIT)).toBe(0);
  });
});
