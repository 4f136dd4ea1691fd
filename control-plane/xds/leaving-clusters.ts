import type { Cluster } from "../../envoy/cluster.ts";

/** Clusters that no policy names any more, and how long they stay: exchanges that began before may still need them. */
export class Leaving {
  readonly #graceMs: number;
  #until = new Map<string, number>();

  /** @param graceMs how long an exchange may go on under the policy before, and name a pool of it for its next attempt */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** When the first of them goes; undefined: all that is there is wanted. */
  get first(): number | undefined {
    return this.#until.size === 0 ? undefined : Math.min(...this.#until.values());
  }

  /** Those wanted, and of those that were there the ones whose time is not over. @param now in milliseconds */
  with(wanted: readonly Cluster[], there: readonly Cluster[], now: number): Cluster[] {
    const names = new Set(wanted.map(({ name }) => name));
    const others = there.filter(({ name }) => !names.has(name));
    const kept = others.filter(({ name }) => (this.#until.get(name) ?? Number.POSITIVE_INFINITY) > now);
    this.#until = new Map(kept.map(({ name }) => [name, this.#until.get(name) ?? now + this.#graceMs]));
    return [...wanted, ...kept];
  }
}
