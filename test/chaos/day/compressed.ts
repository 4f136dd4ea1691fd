import { parse, stringify } from "yaml";

/**
 * Envoy's configuration with the times of ejection as much shorter as the day is: 1 s between its looks, 5 s for the
 * first ejection, 300 s at most.
 *
 * @param factor simulated seconds in one
 */
export function compressed(envoyYaml: string, factor: number): string {
  const bootstrap = parse(envoyYaml, { maxAliasCount: -1 });
  // Envoy's timers know no less than a millisecond; a few make no difference in an outage of minutes.
  const shorter = (seconds: number) => `${Math.max(0.01, seconds / factor).toFixed(3)}s`;
  for (const { outlier_detection: detection } of bootstrap.static_resources.clusters) {
    if (detection === undefined) continue;
    detection.interval = shorter(1);
    detection.base_ejection_time = shorter(5);
    detection.max_ejection_time = shorter(300);
  }
  return stringify(bootstrap, { aliasDuplicateObjects: false });
}
