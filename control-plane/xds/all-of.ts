import type { Plan } from "../../envoy/plan.ts";
import type { EnvoyClusters } from "../managed/plan.ts";

/** One after the other: what the last refuses is taken back from those before it. */
export function allOf(places: readonly EnvoyClusters[]): EnvoyClusters {
  let last: Plan | undefined;
  return {
    async apply(plan) {
      try {
        for (const place of places) await place.apply(plan);
        last = plan;
      } catch (error) {
        if (last !== undefined) for (const place of places) await place.apply(last);
        throw error;
      }
    },
  };
}
