import type { Policy } from "../../contract/policy.ts";
import type { Standing } from "../../contract/standing.ts";
import type { TargetTelemetry } from "../../contract/telemetry.ts";
import { Evidence } from "./evidence.ts";
import { rank } from "./ranking.ts";
import type { Rates } from "./rates.ts";
import { LAW } from "./score-law.ts";

/** A target and all that is known of it. */
export interface KnownTarget {
  id: string;
  model: string;
  rates: Rates;
  score: number;
  degraded: boolean;
  /** When it became what it is now, in milliseconds since 1970; undefined: it never was anything but well. */
  since: number | undefined;
}

/** A target that became degraded, or is well again. */
export interface Turn {
  id: string;
  model: string;
  degraded: boolean;
  score: number;
  at: number;
}

interface TargetHealthOptions {
  /** In force: of other targets nothing is kept. */
  policy(): Policy;
  /** Milliseconds since 1970. */
  now?(): number;
}

/** How all targets do, by what all Envoys of this control plane tell. In memory: a new start knows nothing, and scores nothing. */
export class TargetHealth {
  readonly #policy: () => Policy;
  readonly #now: () => number;
  readonly #evidence = new Map<string, Evidence>();
  readonly #degraded = new Set<string>();
  readonly #since = new Map<string, number>();
  /** How often each fell back soon after it had been well again. */
  readonly #relapses = new Map<string, number>();
  readonly #listeners = new Set<(turn: Turn) => void>();

  constructor({ policy, now = Date.now }: TargetHealthOptions) {
    this.#policy = policy;
    this.#now = now;
  }

  /** Calls back when a target becomes degraded or well. Returns how to end it. */
  onTurn(listener: (turn: Turn) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  take(reports: readonly TargetTelemetry[]): void {
    const now = this.#now();
    const ids = new Set(this.#policy().targets.map(({ id }) => id));
    for (const [id, evidence] of this.#evidence) if (!ids.has(id) || evidence.isForgotten(now)) this.#forget(id);
    for (const report of reports) if (ids.has(report.id)) this.#evidenceOf(report.id, now).take(report, now);
    this.known();
  }

  /** A judge's verdict on one answer of a target. @param score 0 to 1 */
  hear(id: string, score: number): void {
    const now = this.#now();
    if (!this.#policy().targets.some((target) => target.id === id)) return;
    this.#evidenceOf(id, now).hear(score, now);
    this.known();
  }

  standings(): Standing[] {
    return this.known().map(({ id, score, degraded, rates }) => ({
      id,
      score,
      ...(rates.latencyMs !== undefined && { latency_ms: Math.round(rates.latencyMs) }),
      degraded,
      ...(rates.seen < LAW.enough && { untried: true as const }),
      ...(rates.attempts < LAW.few && { silent: true as const }),
    }));
  }

  /** Those that anything is known of, in the policy's order, as they are now. */
  known(): KnownTarget[] {
    const now = this.#now();
    return this.#policy().models.flatMap(({ name, targets }) => {
      const known = targets.flatMap(({ id }) => {
        const evidence = this.#evidence.get(id);
        if (evidence === undefined || evidence.isForgotten(now)) return [];
        return [{ id, evidence, rates: evidence.rates(now), degraded: this.#degraded.has(id) }];
      });
      const places = rank(known);
      return known.map(({ id, evidence, rates, degraded: was }, index): KnownTarget => {
        const { score = 1, degraded = false } = places[index] ?? {};
        if (degraded !== was) this.#turn({ id, model: name, degraded, score, at: now }, evidence);
        return { id, model: name, rates, score, degraded, since: this.#since.get(id) };
      });
    });
  }

  #evidenceOf(id: string, now: number): Evidence {
    const evidence = this.#evidence.get(id) ?? new Evidence(now);
    this.#evidence.set(id, evidence);
    return evidence;
  }

  #turn(turn: Turn, evidence: Evidence): void {
    const { id, degraded, at } = turn;
    if (degraded) {
      this.#degraded.add(id);
      const relapses = at - (this.#since.get(id) ?? 0) < LAW.relapseMs ? (this.#relapses.get(id) ?? 0) + 1 : 0;
      this.#relapses.set(id, relapses);
      evidence.beginProbation(at, Math.min(LAW.longestProbationWindow, LAW.probationWindow * 2 ** relapses));
    } else {
      this.#degraded.delete(id);
      evidence.endProbation(at);
    }
    this.#since.set(id, at);
    for (const listener of this.#listeners) listener(turn);
  }

  #forget(id: string): void {
    this.#evidence.delete(id);
    this.#degraded.delete(id);
    this.#since.delete(id);
    this.#relapses.delete(id);
  }
}
