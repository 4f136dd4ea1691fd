import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { type AppOptions, createApp } from "../../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../../control-plane/snapshot/current-policy.ts";
import { MemoryLeases } from "../../fixtures/memory-leases.ts";
import { collectedLog } from "../collected-log.ts";
import { listening } from "../listening.ts";

const config = {
  providers: { openai: { dialect: "openai", url: "http://openai.test/v1" } },
  models: { m: { targets: [{ provider: "openai" }] } },
  keys: [{ id: "web", secret: "env:WEB", limits: { requests_per_minute: 60 }, budget: { usd_per_day: 1.5 } }],
};
const policy = buildPolicy(checkConfig(config, "test"), { WEB: "w" });

const minute = () => Math.floor(Date.now() / 60_000) * 60_000;
const requests = (more: object = {}) => ({
  kind: "key",
  name: "web",
  measure: "requests_per_minute",
  window: minute(),
  used: 4,
  holding: 60,
  ...more,
});
const ENVOY = "0123456789abcdef0123456789abcdef";

async function start(options: Partial<AppOptions> = {}) {
  const health = () => ({ source: "test", warnings: [] });
  const current = new CurrentPolicy(policy);
  const { log } = collectedLog();
  const leases = new MemoryLeases();
  const url = await listening(
    createApp({ current, token: "t", health, decisions: () => ({}), leases, log, ...options }),
  );
  return async (body: unknown, token = "t") => {
    const response = await fetch(`${url}/leases`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
}

describe("POST /leases", () => {
  it("gives one Envoy all of a limit, and two of them a part each", async () => {
    const report = await start();
    expect(await report({ envoy: ENVOY, limits: [requests()] })).toEqual({
      status: 200,
      body: { leases: [{ allowance: 60, envoys: 1 }] },
    });
    const second = await report({ envoy: ENVOY.replace("0", "f"), limits: [requests({ used: 10, holding: 30 })] });
    expect(second.body.leases[0].envoys).toBe(2);
    const again = await report({ envoy: ENVOY, limits: [requests({ used: 5 })] });
    expect(again.body.leases[0].allowance).toBeLessThanOrEqual(30);
  });

  it("counts a budget in micro-dollars, and knows days from months", async () => {
    const report = await start();
    const day = Math.floor(Date.now() / 86_400_000) * 86_400_000;
    const usd = requests({ measure: "usd_per_day", window: day, used: 0, holding: 0 });
    expect((await report({ envoy: ENVOY, limits: [usd] })).body).toEqual({
      leases: [{ allowance: 1_500_000, envoys: 1 }],
    });
  });

  it("answers in the order of the report, with nothing for what is no limit of the policy or no window", async () => {
    const report = await start();
    const limits = [
      requests({ name: "nobody" }),
      requests({ kind: "tenant", name: "web" }),
      requests({ measure: "tokens_per_minute" }),
      requests({ window: minute() + 1 }),
      requests({ window: minute() - 600_000 }),
      requests({ window: minute() + 600_000 }),
      requests({ window: Number.MAX_SAFE_INTEGER }),
      requests(),
    ];
    const { body } = await report({ envoy: ENVOY, limits });
    expect(body.leases).toEqual([null, null, null, null, null, null, null, { allowance: 60, envoys: 1 }]);
  });

  it("is for the gateway alone", async () => {
    expect((await (await start())({ envoy: ENVOY, limits: [] }, "wrong")).status).toBe(401);
  });

  it.each<[string, unknown, RegExp]>([
    ["not JSON", "{", /JSON/],
    ["no report", {}, /^envoy: is missing; limits: is missing$/],
    ["another kind of scope", { envoy: ENVOY, limits: [requests({ kind: "user" })] }, /^limits\[0\]\.kind: /],
    ["a negative use", { envoy: ENVOY, limits: [requests({ used: -1 })] }, /^limits\[0\]\.used: /],
  ])("refuses %s", async (_, body, reason) => {
    const answer = await (await start())(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(reason);
  });

  it("says 500 when the store is away", async () => {
    const leases = { lease: () => Promise.reject(new Error("no Redis")) };
    const report = await start({ leases });
    expect(await report({ envoy: ENVOY, limits: [requests()] })).toEqual({
      status: 500,
      body: { error: "internal error" },
    });
  });
});
