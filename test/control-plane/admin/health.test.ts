import { expect, test } from "vitest";
import type { TargetTelemetry } from "../../../contract/telemetry.ts";
import { adminApi, FILE } from "./admin-api.ts";

const TWO = {
  ...FILE,
  providers: { ...FILE.providers, b: { dialect: "openai", url: "http://127.0.0.1:2/v1" } },
  models: { m: { targets: [{ provider: "a" }, { provider: "b" }] }, other: { targets: [{ provider: "a" }] } },
};

const good: TargetTelemetry = {
  id: "m/a",
  attempts: 100,
  failures: {},
  first_token: [
    [100, 90],
    [400, 10],
  ],
  tokens: 5000,
  tokens_ms: 100_000,
  answers: 100,
  read: 10,
  flaws: { cut_off: 1 },
};

test("GET /health says of each target what is known of it", async () => {
  const { ask, targetHealth } = await adminApi({ file: TWO });
  targetHealth.take([good, { ...good, id: "m/b", failures: { connect: 80 }, first_token: [[100, 20]] }]);
  targetHealth.hear("m/a", 0.6);
  const { body } = await ask("GET", "/health");
  expect(body.items).toMatchObject([
    {
      target: "m/a",
      model: "m",
      degraded: false,
      error_rate: 0,
      latency_ms: 130,
      p95_ms: 400,
      tokens_per_second: 50,
      coherence: 0.9,
      judged: 0.6,
    },
    { target: "m/b", model: "m", degraded: true, error_rate: 0.8 },
    { target: "other/a", model: "other", degraded: false, attempts: 0 },
  ]);
  expect(body.items[1].score).toBeLessThan(body.items[0].score);
  expect(Date.parse(body.items[1].since)).toBeGreaterThan(Date.now() - 60_000);
  expect(body.items[2]).not.toHaveProperty("score");
  expect(body.items[1]).not.toHaveProperty("judged");
  expect((await ask("GET", "/health?model=other")).body.items).toHaveLength(1);
  const page = await ask("GET", "/health?limit=2");
  expect((await ask("GET", `/health?after=${page.body.next}`)).body.items).toMatchObject([{ target: "other/a" }]);
});
