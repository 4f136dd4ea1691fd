import type { LeaseAnswer, LeaseReport, LeaseRequest } from "../store/lease/lease.ts";
import { type Entry, share } from "../store/lease/share.ts";
import type { Leases } from "./leases.ts";

/** A window's end may come a little later to an Envoy than to the control plane. */
const KEPT_MS = 60_000;

interface Window {
  ends: number;
  entries: Entry[];
}

/** Leases of a control plane without a store: it has to be the only one, and a restart forgets what was used. */
export class MemoryLeases implements Leases {
  readonly #windows = new Map<string, Window>();
  #forgotAt = 0;

  async lease({ envoy, at = Date.now(), scopes }: LeaseRequest): Promise<LeaseAnswer> {
    this.#forget(at);
    return { scopes: scopes.map((report) => ({ ...nameOf(report), ...this.#share(envoy, report, at) })) };
  }

  #share(envoy: string, report: LeaseReport, at: number) {
    const name = JSON.stringify(nameOf(report));
    const window = this.#windows.get(name) ?? { ends: report.windowEnds, entries: [] };
    this.#windows.set(name, window);
    const { entry, lease } = share(window.entries, envoy, report, at);
    window.entries = [...window.entries.filter((other) => other.envoy !== envoy), entry];
    return lease;
  }

  /** All windows that are over, once a minute. */
  #forget(at: number): void {
    if (at - this.#forgotAt < KEPT_MS) return;
    this.#forgotAt = at;
    for (const [name, { ends }] of this.#windows) if (ends + KEPT_MS < at) this.#windows.delete(name);
  }
}

function nameOf({ scope, window }: LeaseReport): { scope: string; window: string } {
  return { scope, window };
}
