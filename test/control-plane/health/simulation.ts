import type { Policy } from "../../../contract/policy.ts";
import type { TargetTelemetry } from "../../../contract/telemetry.ts";
import { TargetHealth, type Turn } from "../../../control-plane/health/target-health.ts";
import { Random } from "../../fuzz/random.ts";

const TICK_MS = 500;

/** What a simulated target does. */
export interface Behaviour {
  perSecond: number;
  /** The mean of an exponential distribution. */
  latencyMs: number;
  errorRate: number;
  tokensPerSecond: number;
  flawRate: number;
  /** What a judge says of one answer in ten; undefined: nobody judges. */
  judged?: number;
}

const GOOD: Behaviour = { perSecond: 10, latencyMs: 300, errorRate: 0, tokensPerSecond: 50, flawRate: 0 };

/** One model `m` with the targets `a`, `b` …, and a control plane that hears of them each half second. */
export class Simulation {
  readonly health: TargetHealth;
  readonly turns: Turn[] = [];
  now = Date.parse("2026-11-21T12:00:00Z");
  readonly #random: Random;
  readonly #degraded = new Set<string>();
  readonly #behaviours = new Map<string, Behaviour>();

  constructor(targets: readonly string[], seed = 1) {
    this.#random = new Random(seed);
    const ids = targets.map((id) => ({ id }));
    const policy = { targets: ids, models: [{ name: "m", targets: ids }] } as unknown as Policy;
    this.health = new TargetHealth({ policy: () => policy, now: () => this.now });
    this.health.onTurn((turn) => {
      this.turns.push(turn);
      if (turn.degraded) this.#degraded.add(turn.id);
      else this.#degraded.delete(turn.id);
    });
    for (const id of targets) this.#behaviours.set(id, GOOD);
  }

  set(id: string, behaviour: Partial<Behaviour>): void {
    this.#behaviours.set(id, { ...GOOD, ...behaviour });
  }

  run(seconds: number): void {
    for (let tick = 0; tick < (seconds * 1000) / TICK_MS; tick++) {
      this.now += TICK_MS;
      const reports = [...this.#behaviours].map(([id, behaviour]) => this.#report(id, behaviour));
      this.health.take(reports.filter(({ attempts }) => attempts > 0));
      for (const { id, answers } of reports) this.#judge(id, answers);
    }
  }

  of(id: string) {
    const known = this.health.known().find((target) => target.id === id);
    if (known === undefined) throw new Error(`nothing is known of ${id}`);
    return known;
  }

  #judge(id: string, answers: number): void {
    const judged = this.#behaviours.get(id)?.judged;
    if (judged === undefined) return;
    for (let i = 0; i < answers; i++) if (this.#random.chance(0.1)) this.health.hear(id, judged);
  }

  /** A degraded target gets one attempt in two seconds at most, as routing has it. */
  #report(id: string, behaviour: Behaviour): TargetTelemetry {
    const { latencyMs, errorRate, tokensPerSecond, flawRate } = behaviour;
    const perSecond = this.#degraded.has(id) ? Math.min(0.5, behaviour.perSecond) : behaviour.perSecond;
    const due = (perSecond * TICK_MS) / 1000;
    const attempts = Math.floor(due) + (this.#random.chance(due % 1) ? 1 : 0);
    const times: [number, number][] = [];
    let flawed = 0;
    for (let i = 0; i < attempts; i++) {
      if (this.#random.chance(errorRate)) continue;
      times.push([bucket(-latencyMs * Math.log(1 - this.#random.fraction())), 1]);
      if (this.#random.chance(flawRate)) flawed += 1;
    }
    return {
      id,
      attempts,
      failures: { server_error: attempts - times.length },
      first_token: times,
      tokens: times.length * 100,
      tokens_ms: Math.round((times.length * 100_000) / tokensPerSecond),
      answers: times.length,
      read: 0,
      flaws: { empty: flawed },
    };
  }
}

/** As the filter rounds. */
function bucket(milliseconds: number): number {
  return Math.max(1, Math.round(2 ** (Math.round(Math.log2(Math.max(1, milliseconds)) * 4) / 4)));
}
