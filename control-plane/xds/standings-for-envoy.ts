import type { TargetHealth } from "../health/target-health.ts";
import type { Standings } from "./endpoints.ts";

/** How long a degraded target is held out for its probation, and how often. */
export const PROBATION_MS = 3_000;
const EVERY = 10;

/**
 * How targets do, as Envoys are told by EDS. A host that is `DEGRADED` gets nothing while another is well, also of the
 * requests by which the filter lets a degraded target prove itself; so for a tenth of the time it is not called so.
 *
 * @param now milliseconds since 1970
 */
export function standingsForEnvoy(health: Pick<TargetHealth, "standings">, now: number): Standings {
  const isProbation = Math.floor(now / PROBATION_MS) % EVERY === 0;
  return new Map(
    health.standings().map(({ id, score, degraded }) => [id, { score, degraded: degraded && !isProbation }]),
  );
}
