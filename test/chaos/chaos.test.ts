import { describe, expect, inject, test } from "vitest";
import { runScenario } from "./run-scenario.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { problemsOf } from "./verdict.ts";

/** The fault suite in short, so that `npm test` has it: fewer scenarios, callers and seconds than `npm run chaos`. */
const SHORT = { phaseMs: 250, callers: 8 };

describe("under load", () => {
  for (const scenario of SCENARIOS.filter(({ short }) => short)) {
    const missing = scenario.missing?.();
    if (missing !== undefined) console.warn(`${scenario.name} is SKIPPED: ${missing}`);
    test.skipIf(missing !== undefined)(`${scenario.name}: ${scenario.does}`, async () => {
      expect(problemsOf(await runScenario(scenario, { binary: inject("envoy"), ...SHORT }))).toEqual([]);
    });
  }
});
