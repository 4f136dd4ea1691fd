import { LEASE_MS, type Lease, type ScopeReport } from "./lease.ts";

/** What one Envoy has of one limit in one window. */
export interface EnvoyEntry {
  envoy: string;
  used: number;
  /** As last granted. */
  allowance: number;
  /** What it went by when it last reported; it may be spending that still, if the last grant was less. */
  holding: number;
  /** Milliseconds since 1970. */
  seenAt: number;
}

/**
 * Grants what is left of a limit. Whatever may be in use counts against it: of a live Envoy the most of what it was
 * granted, what it held when it last reported and what it has used; of one that is gone what it has used. What is left
 * is split evenly among the live: one that needs little is granted less with each report, one that is alone gets all.
 *
 * So what all admit within their allowances stays within the limit, whatever answers are late or lost. The bound on
 * overshoot: what a vanished Envoy had admitted since its last report, at most what was left of its allowance.
 */
export function grant(
  entries: readonly EnvoyEntry[],
  envoy: string,
  { limit, used: reported, holding }: Pick<ScopeReport, "limit" | "used" | "holding">,
  at: number,
): { entry: EnvoyEntry; lease: Pick<Lease, "allowance" | "others" | "envoys"> } {
  const mine = entries.find((entry) => entry.envoy === envoy);
  const used = Math.max(mine?.used ?? 0, reported);
  let others = 0;
  let taken = 0;
  let envoys = 1;
  for (const other of entries) {
    if (other === mine) continue;
    const live = at - other.seenAt < LEASE_MS;
    others += other.used;
    taken += live ? Math.max(other.used, other.allowance, other.holding) : other.used;
    if (live) envoys++;
  }
  const mineAtMost = Math.max(0, limit - taken);
  const free = Math.max(0, mineAtMost - used);
  const allowance = Math.min(mineAtMost, used + Math.ceil(free / envoys));
  return {
    entry: {
      envoy,
      used,
      allowance,
      holding: holding ?? mine?.allowance ?? 0,
      seenAt: Math.max(mine?.seenAt ?? 0, at),
    },
    lease: { allowance, others, envoys },
  };
}
