import { expect, test } from "vitest";
import { PROBATION_MS, standingsForEnvoy } from "../../control-plane/xds/standings-for-envoy.ts";

const health = {
  standings: () => [
    { id: "m/good", score: 1, degraded: false },
    { id: "m/bad", score: 0.25, degraded: true },
  ],
};

test("a degraded target is called so, but for a tenth of the time, in which it may prove itself", () => {
  const spans = Array.from({ length: 20 }, (_, nth) => standingsForEnvoy(health, nth * PROBATION_MS));
  const isDegraded = (id: string) => spans.map((standings) => standings.get(id)?.degraded);
  expect(isDegraded("m/bad").filter((degraded) => !degraded)).toHaveLength(2);
  expect(isDegraded("m/good")).not.toContain(true);
  expect(spans[1]?.get("m/bad")).toEqual({ score: 0.25, degraded: true });
});
