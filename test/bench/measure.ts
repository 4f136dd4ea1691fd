import { checkAnswer } from "./check-answer.ts";
import type { Measurement, Pair } from "./compare.ts";
import { cpuTime } from "./cpu-time.ts";
import type { Envoys } from "./envoys.ts";
import type { Options } from "./options.ts";
import type { Scenario } from "./scenarios.ts";
import { type Side, sidesOf } from "./sides.ts";
import { runWrk } from "./wrk.ts";

export const CONNECTIONS = [1, 8] as const;

/** A side that has shown that it answers right. */
type Checked = Side & { answerBytes: number };

interface Run {
  scenario: Scenario;
  sides: readonly Checked[];
}

/**
 * Checks every answer, warms up, then measures in short slices that alternate between the two sides:
 * what the machine does meanwhile meets both.
 */
export async function measure(
  envoys: Envoys,
  { rounds, seconds, scenarios }: Options,
  folder: string,
  say: (what: string) => void,
): Promise<Pair[]> {
  const runs: Run[] = [];
  for (const scenario of scenarios) {
    const sides: Checked[] = [];
    for (const side of sidesOf(scenario, envoys, folder)) {
      sides.push({ ...side, answerBytes: await checkAnswer(scenario, side) });
    }
    runs.push({ scenario, sides });
  }
  say("every answer is right; warming up");
  // V8 compiles the filter anew, and better, once it has run for a while.
  for (const { sides } of runs) for (const side of sides) await slice(side, Math.max(...CONNECTIONS), 1);

  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    for (const { scenario, sides } of runs) {
      for (const connections of CONNECTIONS) {
        const measured: Partial<Record<Side["name"], Measurement>> = {};
        // The first of the two in turns, in case the order matters.
        for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
          measured[side.name] = await slice(side, connections, seconds);
        }
        const { plain, gateway } = measured;
        if (plain && gateway) pairs.push({ scenario, connections, plain, gateway });
      }
    }
  }
  return pairs;
}

async function slice(side: Checked, connections: number, seconds: number): Promise<Measurement> {
  const before = cpuTime(side.pid);
  const { requests, microseconds, p50, p99 } = await runWrk(side, connections, seconds, side.answerBytes);
  return { cpu: (cpuTime(side.pid) - before) / requests, p50, p99, rate: (requests / microseconds) * 1e6 };
}
