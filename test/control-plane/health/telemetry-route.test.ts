import { describe, expect, test } from "vitest";
import type { CoolDown } from "../../../contract/cool-down.ts";
import type { TargetTelemetry } from "../../../contract/telemetry.ts";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { CoolDownBoard } from "../../../control-plane/cool-down/cool-down-board.ts";
import { TargetHealth } from "../../../control-plane/health/target-health.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { createApp } from "../../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../../control-plane/snapshot/current-policy.ts";
import { RunningCoolDowns } from "../../../control-plane/store/cool-down/running-cool-downs.ts";
import { MemoryLeases } from "../../fixtures/memory-leases.ts";
import { collectedLog } from "../collected-log.ts";
import { listening } from "../listening.ts";

const FILE = {
  providers: {
    a: { dialect: "openai", url: "http://a.test/v1" },
    b: { dialect: "openai", url: "http://b.test/v1" },
  },
  models: { m: { targets: [{ provider: "a" }, { provider: "b" }] } },
};
const policy = buildPolicy(checkConfig(FILE, "test"), {});

function seen(id: string, attempts: number, more: Partial<TargetTelemetry> = {}): TargetTelemetry {
  const nothing = { failures: {}, tokens: 0, tokens_ms: 0, answers: 0, read: 0, flaws: {} };
  return { id, attempts, first_token: [[100, attempts]], ...nothing, ...more };
}

const coolDown: CoolDown = {
  id: "0123456789abcdef",
  provider: "a",
  key: "key-1",
  model: "m",
  until: Date.now() + 60_000,
  reason: "rate_limit",
};

/** What control planes share; a test may break it. */
function sharedStore() {
  const running = new RunningCoolDowns(Date.now);
  const store = {
    broken: undefined as undefined | "fails" | "hangs",
    async coolDown(list: readonly CoolDown[]) {
      await store.asked();
      for (const coolDown of list) running.add(coolDown);
    },
    async coolDowns() {
      await store.asked();
      return running.all;
    },
    async asked() {
      if (store.broken === "hangs") await new Promise(() => {});
      if (store.broken === "fails") throw new Error("the store is away");
    },
  };
  return store;
}

async function controlPlane(store = sharedStore()) {
  const { log, lines } = collectedLog();
  const targetHealth = new TargetHealth({ policy: () => policy });
  const coolDowns = new CoolDownBoard({ store, log });
  const app = createApp({
    current: new CurrentPolicy(policy),
    token: "t",
    health: () => ({ source: "test", warnings: [] }),
    decisions: () => ({}),
    leases: new MemoryLeases(),
    telemetry: { targetHealth, coolDowns },
    log,
  });
  const url = await listening(app);
  const tell = async (body: unknown, token = "t") => {
    const response = await fetch(`${url}/telemetry`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
    return { status: response.status, body: (await response.json()) as any };
  };
  return { tell, coolDowns, lines };
}

describe("POST /telemetry", () => {
  test("answers how all targets do that anybody told of", async () => {
    const { tell } = await controlPlane();
    expect((await tell({ targets: [], cooldowns: [] })).body).toEqual({ targets: [], cooldowns: [] });
    await tell({ targets: [seen("m/a", 50), seen("m/b", 50, { failures: { server_error: 50 } })], cooldowns: [] });
    const { body } = await tell({ targets: [], cooldowns: [] });
    expect(body.targets).toEqual([
      { id: "m/a", score: 1, latency_ms: 100, degraded: false },
      { id: "m/b", score: expect.any(Number), latency_ms: 100, degraded: true },
    ]);
    expect(body.targets[1].score).toBeLessThan(0.2);
  });

  test.each([
    ["no JSON", "{"],
    ["no report", { targets: 7 }],
    [
      "a failure that there is none of",
      { targets: [seen("m/a", 1, { failures: { boredom: 1 } as never })], cooldowns: [] },
    ],
    ["less than nothing", { targets: [seen("m/a", -1)], cooldowns: [] }],
    ["text", { targets: [{ ...seen("m/a", 1), prompt: "secret" }], cooldowns: [] }],
  ])("refuses %s", async (_, report) => {
    const { tell } = await controlPlane();
    expect((await tell(report)).status).toBe(400);
  });

  test("needs the gateway's token", async () => {
    const { tell } = await controlPlane();
    expect((await tell({ targets: [], cooldowns: [] }, "wrong")).status).toBe(401);
  });
});

describe("a cool-down", () => {
  const { id, until, reason } = coolDown;

  test("is told to all Envoys, also those of another control plane, and is news once", async () => {
    const store = sharedStore();
    const [one, other] = [await controlPlane(store), await controlPlane(store)];
    const news: CoolDown[] = [];
    other.coolDowns.onNews((told) => news.push(told));
    const first = await one.tell({ targets: [], cooldowns: [coolDown] });
    expect(first.body.cooldowns).toEqual([{ id, until, reason }]);
    for (let i = 0; i < 2; i++) {
      expect((await other.tell({ targets: [], cooldowns: [] })).body.cooldowns).toEqual([{ id, until, reason }]);
    }
    expect(news).toEqual([coolDown]);
  });

  test.each([
    "limit",
    "expired",
  ] as const)("that each Envoy knows by itself is news, and no more (%s)", async (reason) => {
    const { tell, coolDowns } = await controlPlane();
    const news: CoolDown[] = [];
    coolDowns.onNews((told) => news.push(told));
    const { body } = await tell({ targets: [], cooldowns: [{ ...coolDown, reason, until: 0 }] });
    expect(body.cooldowns).toEqual([]);
    expect(news).toMatchObject([{ key: "key-1", reason }]);
  });

  test.each(["fails", "hangs"] as const)("is still told here if the store %s", async (broken) => {
    const store = sharedStore();
    const { tell, lines } = await controlPlane(store);
    store.broken = broken;
    const { status, body } = await tell({ targets: [seen("m/a", 1)], cooldowns: [coolDown] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ targets: [{ id: "m/a" }], cooldowns: [{ id, until }] });
    await tell({ targets: [], cooldowns: [] });
    expect(lines.filter((line) => line.includes("cool-downs"))).toHaveLength(broken === "fails" ? 1 : 0);
  });
});
