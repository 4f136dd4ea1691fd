import type { Result } from "../../chaos/result.ts";
import { runScenario } from "../../chaos/run-scenario.ts";
import { SCENARIOS } from "../../chaos/scenarios/index.ts";

/** What happens to the gateway itself. */
const MEANWHILE = ["control-plane-killed", "policy-changes", "listener-update", "vm-trap", "hot-restart", "drained"];

const CALLERS = 16;

/** Requests lost during each: the fault suite's own scenarios. */
export async function measureLost(binary: string, phaseMs: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of MEANWHILE) {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
    results.push(await runScenario(scenario, { binary, phaseMs, callers: CALLERS }));
  }
  return results;
}
