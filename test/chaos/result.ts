import type { Load } from "./load.ts";
import type { Scenario } from "./scenario.ts";

/** What came of a scenario. */
export interface Result {
  scenario: Scenario;
  /** Why it did not run; then nothing was counted. */
  skipped?: string;
  /** Why it did not come to its end; what was counted until then is below. */
  stopped?: string;
  callers: number;
  requests: number;
  answered: number;
  cut: number;
  failed: number;
  /** Attempts that Envoy made again. */
  retried: number;
  /** The slowest answer, in milliseconds. */
  slowestMs: number;
  seconds: number;
  /** What was wrong with the first that failed. */
  failures: readonly string[];
}

export const NOTHING = {
  callers: 0,
  requests: 0,
  answered: 0,
  cut: 0,
  failed: 0,
  retried: 0,
  slowestMs: 0,
  seconds: 0,
  failures: [],
};

/** What came of the load's requests. */
export function counted({ callers, asked, failures }: Load) {
  const of = (outcome: string) => asked.filter((one) => one.outcome === outcome).length;
  return {
    callers,
    requests: asked.length,
    answered: of("answered"),
    cut: of("cut"),
    failed: of("failed"),
    slowestMs: asked.reduce((slowest, { begun, ended }) => Math.max(slowest, ended - begun), 0),
    failures,
  };
}
