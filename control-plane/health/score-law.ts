import type { Rates } from "./rates.ts";

/** All numbers of the law. `docs/health.md` gives the reasons. */
export const LAW = {
  /** What was seen so long ago counts half. */
  halfLifeMs: 60_000,
  /** Of how many attempts at most a score is made: with more than that in a minute, time is not what makes it forget. */
  window: 200,
  /** The same for a target that is degraded; time alone makes it forget nothing. Twice as many for each time it fell back, */
  probationWindow: 5,
  /** up to so many; */
  longestProbationWindow: 80,
  /** as long as it falls back within so long a time. */
  relapseMs: 900_000,
  /** Attempts as good as the best target's, that each is taken to have made before the first; not so on probation. */
  prior: 5,
  /** Fewer attempts than these are no measure of a target, nor of others by it. */
  enough: 20,
  /** Fewer attempts than these that still count are of long ago. */
  few: 5,
  /** An error rate that halves the score. */
  errorScale: 0.1,
  /** Added to every time: what no caller notices. */
  floorMs: 50,
  /** A long tail counts where its 95th percentile is so many times the mean: three times is what chance makes. */
  tail: 4,
  /** Of the score, what a target loses whose answers are all flawed. */
  flawWeight: 0.9,
  /** Of the score, what a target loses whose answers are all worth nothing to the judge. */
  judgeWeight: 0.5,
  /** Of how many verdicts at most their mean is made: at one answer in a hundred, those of 5,000. */
  verdictWindow: 50,
  /** A verdict so long ago counts half, on probation too: what a judge holds against a target wears off. */
  verdictHalfLifeMs: 900_000,
  /** Degraded: below so much of its model's best score; */
  degradedBelow: 0.5,
  /** and again from so much on. */
  wellFrom: 0.75,
  /** Nothing heard of for so long is as if it were new. */
  forgetAfterMs: 900_000,
} as const;

/** What a model's best targets reach; undefined: none has enough attempts to tell. */
export interface Yardstick {
  latencyMs: number | undefined;
  tokensPerSecond: number | undefined;
}

/** The time to the first token that a target is measured by. */
export function timeOf({ latencyMs, p95Ms }: Rates): number | undefined {
  return latencyMs === undefined ? undefined : Math.max(latencyMs, (p95Ms ?? 0) / LAW.tail);
}

/** score = speed × pace × reliability × coherence, each in (0, 1]. */
export function scoreOf(rates: Rates, best: Yardstick): number {
  const score = speedOf(rates, best) * paceOf(rates, best) * reliabilityOf(rates) * coherenceOf(rates);
  return Math.max(0.001, Math.round(score * 1000) / 1000);
}

/** 1 at the best target's time, 1/2 at about three times that. */
function speedOf(rates: Rates, { latencyMs: best }: Yardstick): number {
  const time = timeOf(rates);
  if (time === undefined || best === undefined) return 1;
  const shrunk = shrink(time, rates.timed, best, rates);
  return Math.min(1, (2 * (best + LAW.floorMs)) / (best + shrunk + 2 * LAW.floorMs));
}

function paceOf(rates: Rates, { tokensPerSecond: best }: Yardstick): number {
  if (rates.tokensPerSecond === undefined || best === undefined) return 1;
  const shrunk = shrink(rates.tokensPerSecond, rates.timed, best, rates);
  return Math.min(1, (2 * shrunk) / (best + shrunk));
}

function reliabilityOf(rates: Rates): number {
  return LAW.errorScale / (LAW.errorScale + shrink(rates.errorRate, rates.attempts, 0, rates));
}

function coherenceOf(rates: Rates): number {
  const sound = 1 - LAW.flawWeight * shrink(rates.flawRate, rates.answers, 0, rates);
  return sound * (1 - LAW.judgeWeight * (1 - judgedOf(rates)));
}

/** Verdicts are rare, also of a target that is not on probation: their prior always holds. */
function judgedOf({ judged = 1, verdicts }: Rates): number {
  return (judged * verdicts + LAW.prior) / (verdicts + LAW.prior);
}

/** A mean of few, drawn to what is expected. */
function shrink(mean: number, count: number, expected: number, { onProbation }: Rates): number {
  if (onProbation) return mean;
  return (mean * count + expected * LAW.prior) / (count + LAW.prior);
}
