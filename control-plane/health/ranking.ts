import type { Rates } from "./rates.ts";
import { LAW, scoreOf, timeOf, type Yardstick } from "./score-law.ts";

/** One of a model's targets. */
interface Candidate {
  rates: Rates;
  degraded: boolean;
}

/** Its place among them. */
interface Place {
  score: number;
  degraded: boolean;
}

/** Scores a model's targets by each other, in their order. */
export function rank(candidates: readonly Candidate[]): Place[] {
  const best = yardstickOf(candidates);
  const scores = candidates.map(({ rates }) => scoreOf(rates, best));
  // A target on probation has a few attempts only: it was measured before.
  const isMeasured = candidates.map(({ rates, degraded }) => degraded || rates.attempts >= LAW.enough);
  const top = Math.max(0, ...scores.filter((_, index) => isMeasured[index]));
  return scores.map((score, index) => {
    // The best is never degraded: of targets that are all bad the least bad leads.
    const bound = top * (candidates[index]?.degraded ? LAW.wellFrom : LAW.degradedBelow);
    return { score, degraded: isMeasured[index] === true && score < bound };
  });
}

/** By those that are well, if any of them tells. */
function yardstickOf(candidates: readonly Candidate[]): Yardstick {
  const measured = candidates.filter(({ rates }) => rates.timedSeen >= LAW.enough && rates.timed >= LAW.few);
  const well = measured.filter(({ degraded }) => !degraded);
  const all = (well.length > 0 ? well : measured).map(({ rates }) => rates);
  const times = all.map(timeOf).filter((time) => time !== undefined);
  const paces = all.map(({ tokensPerSecond }) => tokensPerSecond).filter((pace) => pace !== undefined);
  return {
    latencyMs: times.length > 0 ? Math.min(...times) : undefined,
    tokensPerSecond: paces.length > 0 ? Math.max(...paces) : undefined,
  };
}
