/** The labels that the filter codes into its metrics' names: `headgate_requests;model=gpt-4o;status=200`. */
const LABELS = ["model", "target", "dialect", "tenant", "status", "reason", "outcome", "limit"];

/** Takes the labels out of the names, so that `/stats/prometheus` shows them as labels. */
export function statsConfig(): object {
  return {
    stats_tags: LABELS.map((label) => ({ tag_name: `headgate.${label}`, regex: `(;${label}=([^;]*))` })),
  };
}
