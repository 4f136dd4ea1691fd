import { afterAll, beforeAll, expect, test } from "vitest";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { chatAlone, chatOnEveryWorker } from "./every-worker.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { buildTrappingFilter, springs, type Trap } from "./trapping-filter.ts";
import { until } from "./until.ts";

/** What the requests held that a trap in every worker took with it. */
let provider: Provider;
let gateway: Gateway;
let release = () => {};

const TRAP: Trap = { callback: "proxy_on_request_headers", place: "headgate.gateway" };
const AT_ONCE = 4;
/** Dollars a token, so that each request reserves 100 for its answer. */
const PRICE = { input: 0, output: 1_000_000 };
const TOKENS = 100;

beforeAll(async () => {
  const wasm = await buildTrappingFilter();
  provider = await startProvider(answers({ inputTokens: 1, outputTokens: 1 }));
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  provider.on("held", async (call) => {
    await released;
    await answers()(call);
  });
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: Object.fromEntries(
        ["held", "quick"].map((model) => [model, { targets: [{ provider: "openai", model, price: PRICE }] }]),
      ),
      keys: [
        {
          id: "limited",
          secret: "env:LIMITED",
          limits: { concurrent_requests: AT_ONCE },
          budget: { usd_per_day: (AT_ONCE + 1) * TOKENS - 1 },
        },
        { id: "free", secret: "env:FREE" },
      ],
    },
    { environment: { LIMITED: "key-with-limits", FREE: "key-without" }, wasm },
  );
});

afterAll(async () => {
  release();
  await gateway?.stop();
  await provider?.close();
});

const ask = (model: string) =>
  chatAlone(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, maxTokens: TOKENS, model }), {
    authorization: "Bearer key-with-limits",
  });

test("is free again within seconds, places and money alike", async () => {
  const held = Array.from({ length: AT_ONCE }, () => ask("held"));
  await until("all places are taken", () => provider.requestsFor("held").length === AT_ONCE);
  expect((await ask("quick")).status).toBe(429);

  const request = WIRE.openai.request({ ...CONVERSATION, model: "quick" });
  await chatOnEveryWorker(gateway, "openai", request, { authorization: "Bearer key-without", ...springs(TRAP) });
  release();
  // Nobody is left to settle for them.
  for (const { status } of await Promise.all(held)) expect(status === 0 || status >= 500, `${status}`).toBe(true);

  const since = Date.now();
  await until("a request gets through", async () => (await ask("quick")).status === 200);
  expect(Date.now() - since).toBeLessThan(15_000);
  const answersNow = await Promise.all(Array.from({ length: 2 }, () => ask("quick")));
  expect(answersNow.map(({ status }) => status)).toEqual([200, 200]);
});
