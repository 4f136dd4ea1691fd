import { hash64, Span } from "../../wire/span";

/** How a target does, as the control plane makes it of all Envoys' telemetry (docs/health.md). */
export class Standing {
  /** In (0, 1]; 1 where nothing is known. */
  score: f64 = 1;
  /** To the first token, in milliseconds; -1: not known. */
  latency: f64 = -1;
  /** Below what others of its models do: asked now and then only, until it does better. */
  degraded: bool = false;
  /** Anything was told of it. */
  isKnown: bool = false;
  /** It was asked so few times, ever, that its score says little; or so few times lately that it may be out of date. */
  isUntried: bool = false;
  isSilent: bool = false;
}

const unknown = new Standing();

/** Of all targets, by their ids; over changes of the policy. */
export class Standings {
  private all: Map<u64, Standing> = new Map();

  of(target: Span): Standing {
    const id = hash64(target);
    return this.all.has(id) ? this.all.get(id) : unknown;
  }

  put(target: Span, standing: Standing): void {
    standing.isKnown = true;
    this.all.set(hash64(target), standing);
  }

  clear(): void {
    this.all.clear();
  }
}
