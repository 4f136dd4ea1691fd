import { setTimeout } from "node:timers/promises";
import { request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answers, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { freePort } from "./free-port.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { expectInTime } from "./in-time.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** From what a target does to what everybody knows of it: filter, control plane, and back into Envoy's statistics. */
let provider: Provider;
let gateway: Gateway;

const TOKEN = "hga-token-of-the-test";
const SLOW_MS = 400;

beforeAll(async () => {
  provider = await startProvider();
  provider.on("failing", refuses(500, "oops"));
  const answer = answers();
  provider.on("slow", async (call) => {
    await setTimeout(SLOW_MS);
    await answer(call);
  });
  const target = (model: string) => ({ provider: "openai", model, weight: 1 });
  gateway = await startGateway(
    {
      providers: {
        ...everyDialect(provider),
        dead: { dialect: "openai", url: `http://127.0.0.1:${await freePort()}/v1` },
      },
      models: {
        m: { targets: [target("good"), target("slow"), target("failing")] },
        gone: { targets: [{ provider: "dead" }] },
        left: { targets: [{ provider: "openai", model: "slow" }] },
      },
    },
    { environment: { HEADGATE_ADMIN_TOKEN: TOKEN }, withControlPlane: true },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

interface Row {
  target: string;
  score?: number;
  degraded: boolean;
  error_rate?: number;
  latency_ms?: number;
  attempts: number;
}

async function health(): Promise<Row[]> {
  const { body } = await request(`${gateway.controlPlane!.url}/admin/v1/health`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  return ((await body.json()) as { items: Row[] }).items;
}

async function gauge(name: string, target: string): Promise<number | undefined> {
  const text = await (await fetch(`${gateway.admin}/stats/prometheus`)).text();
  const value = text.match(new RegExp(`^${name}\\{.*headgate_target="${target}".*\\} (\\d+)$`, "m"))?.[1];
  return value === undefined ? undefined : Number(value);
}

const ask = async () => {
  const { status } = await chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model: "m" }));
  expect(status).toBe(200);
};

test("a slow and a failing target are known as such within a second, everywhere", { timeout: 60_000 }, async () => {
  const ended = Date.now() + 20_000;
  const isKnown = async () => {
    const [good, slow, failing] = (await health()) as [Row, Row, Row];
    return good.attempts > 20 && (slow.score ?? 1) < 0.7 && (failing.score ?? 1) < 0.3;
  };
  while (Date.now() < ended && !(await isKnown())) await Promise.all(Array.from({ length: 12 }, ask));
  const from = performance.now();
  await until("the gauges show it", async () => (await gauge("headgate_target_score", "m/openai#3")) !== undefined);
  const [good, slow, failing] = (await health()) as [Row, Row, Row];
  expect(good).toMatchObject({ target: "m/openai", degraded: false, error_rate: 0 });
  expect(slow.latency_ms).toBeGreaterThan(0.8 * SLOW_MS);
  expect(failing.error_rate).toBe(1);
  expect(good.score).toBeGreaterThan(slow.score!);
  expect(slow.score).toBeGreaterThan(failing.score!);
  await until("Envoy shows the scores", async () => {
    const [of, ofSlow, ofFailing] = await Promise.all(
      ["m/openai", "m/openai#2", "m/openai#3"].map((target) => gauge("headgate_target_score", target)),
    );
    return (of ?? 0) > (ofSlow ?? 1000) && (ofSlow ?? 0) > (ofFailing ?? 1000);
  });
  expectInTime(from, 3000);
});

test("a refused connection counts against the target, and a client that leaves against nobody", async () => {
  const left = WIRE.openai.request({ ...CONVERSATION, model: "left" });
  for (let i = 0; i < 5; i++) {
    const { status } = await chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model: "gone" }));
    expect(status).toBeGreaterThanOrEqual(502);
    const leaving = AbortSignal.timeout(SLOW_MS / 4);
    const options = { method: "POST", body: JSON.stringify(left), signal: leaving };
    await expect(fetch(`${gateway.url}/v1/chat/completions`, options)).rejects.toThrow();
  }
  const of = async (target: string) => (await health()).find((row) => row.target === target);
  await until("it is told", async () => ((await of("gone/dead"))?.attempts ?? 0) > 1);
  expect((await of("gone/dead"))?.error_rate).toBe(1);
  expect(await of("left/openai")).toMatchObject({ attempts: 0 });
});

test("without the control plane requests go on, and nothing failed in the filter", async () => {
  await gateway.controlPlane!.kill();
  for (let i = 0; i < 10; i++) await ask();
  expect(faultsIn(gateway.logs())).toEqual([]);
});
