/** The labels that the filter codes into its metrics' names: `headgate_requests;model=gpt-4o;status=200`. */
const LABELS = ["model", "target", "dialect", "tenant", "status", "reason", "outcome", "limit"];

/**
 * Takes the labels out of the names, so that `/stats/prometheus` shows them as labels. Envoy tries each on every name it
 * makes, some 80 a cluster, but for those that begin otherwise: with 590 clusters its start took 8.4 s of CPU without
 * the beginning and 3.0 s with it.
 */
export function statsConfig(): object {
  return {
    stats_tags: LABELS.map((label) => ({
      tag_name: `headgate.${label}`,
      regex: `^wasmcustom\\..*(;${label}=([^;]*))`,
    })),
  };
}
