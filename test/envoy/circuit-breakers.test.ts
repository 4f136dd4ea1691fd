import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { answers, type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { stat } from "./stat.ts";

/** What a target and a pool are spared, and what a caller is told then. */
let provider: Provider;
let gateway: Gateway;

const AT_ONCE = 12;
const RETRIES = 2;

/** Long enough for all of them to be under way together. */
const slowly =
  (behaviour: Behaviour): Behaviour =>
  async (call) => {
    await setTimeout(300);
    await behaviour(call);
  };

beforeAll(async () => {
  provider = await startProvider(slowly(answers()));
  provider.on("failing", slowly(refuses(500, "oops")));
  const url = `${provider.url}/v1`;
  const never = { outlier_detection: { consecutive_failures: 1000 } };
  gateway = await startGateway({
    providers: {
      narrow: { dialect: "openai", url, circuit_breaker: { requests: 1 } },
      few: { dialect: "openai", url, circuit_breaker: { retries: RETRIES }, ...never },
      wide: { dialect: "openai", url, ...never },
    },
    models: {
      full: { targets: [{ provider: "narrow" }, { provider: "wide" }] },
      "few-retries": {
        targets: [
          { provider: "few", model: "failing" },
          { provider: "wide", model: "fine" },
        ],
      },
      "many-retries": {
        targets: [
          { provider: "wide", model: "failing" },
          { provider: "few", model: "fine" },
        ],
      },
    },
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);

function atOnce(model: string): Promise<Answer[]> {
  const body = { model, messages: [{ role: "user", content: "Hi" }] };
  return Promise.all(Array.from({ length: AT_ONCE }, () => chat(gateway, "openai", body)));
}

test.each(DIALECTS)("%s: who finds a target full is told so, and when to come again", async (dialect) => {
  const request = WIRE[dialect].request({ ...CONVERSATION, model: "full", stream: false });
  const all = await Promise.all(Array.from({ length: AT_ONCE }, () => chat(gateway, dialect, request)));
  const refused = all.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(AT_ONCE);
  for (const answer of refused) {
    expectFailure(dialect, answer, 503, /the provider of the model 'full' has as many requests as it may have/);
    expect(answer.headers.get("retry-after")).toBe("1");
  }
});

test("of retries, as many are under way as the provider of the first attempt has it, and no more", async () => {
  const all = await atOnce("few-retries");
  const saved = statusesOf(all).filter((status) => status === 200).length;
  expect(saved).toBeGreaterThanOrEqual(RETRIES);
  expect(saved).toBeLessThan(AT_ONCE);
  expect(Number(await stat(gateway, "cluster.few-retries@0.upstream_rq_retry_overflow"))).toBe(AT_ONCE - saved);
});

test("the breaker of the target that a retry goes to has no say in it", async () => {
  expect(statusesOf(await atOnce("many-retries"))).toEqual(Array(AT_ONCE).fill(200));
});
