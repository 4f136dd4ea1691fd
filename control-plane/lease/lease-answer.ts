import type { LeaseAnswer, LeaseReport } from "../../contract/lease.ts";
import type { Policy } from "../../contract/policy.ts";
import type { Leases } from "./leases.ts";
import { limitOf } from "./policy-limits.ts";
import { windowAt } from "./window.ts";

/** A window that ended longer ago is of no use to anybody; one that begins later is of a clock that is wrong. */
const LATE_MS = 60_000;

/**
 * Shares out the limits that an Envoy reports on. How much a limit is, only the policy in force says.
 *
 * @throws what the store throws when it cannot be reached
 */
export async function answerReport(
  leases: Leases,
  policy: Policy,
  { envoy, limits }: LeaseReport,
  now: number,
): Promise<LeaseAnswer> {
  const known = limits.map(({ kind, name, measure, window: start, used, holding }) => {
    const limit = limitOf(policy, kind, name, measure);
    const window = windowAt(measure, start);
    if (limit === undefined || window === undefined) return undefined;
    if (start > now + LATE_MS || window.ends < now - LATE_MS) return undefined;
    return { scope: `${kind}:${name}|${measure}`, window: window.name, windowEnds: window.ends, limit, used, holding };
  });
  const asked = known.filter((report) => report !== undefined);
  const answer = asked.length === 0 ? { scopes: [] } : await leases.lease({ envoy, scopes: asked });
  const granted = answer.scopes.values();
  return {
    leases: known.map((report) => {
      const lease = report && granted.next().value;
      return lease ? { allowance: lease.allowance, envoys: lease.envoys } : null;
    }),
  };
}
