import { withEjection } from "../../envoy/ejection.ts";

/**
 * Envoy's configuration with the times of ejection as much shorter as the day is: 1 s between its looks, 5 s for the
 * first ejection, 300 s at most.
 *
 * @param factor simulated seconds in one
 */
export function compressed(envoyYaml: string, factor: number): string {
  // Envoy's timers know no less than a millisecond; a few make no difference in an outage of minutes.
  const shorter = (seconds: number) => `${Math.max(0.01, seconds / factor).toFixed(3)}s`;
  return withEjection(envoyYaml, (ejection) => ({
    ...ejection,
    interval: shorter(1),
    base_ejection_time: shorter(5),
    max_ejection_time: shorter(300),
  }));
}
