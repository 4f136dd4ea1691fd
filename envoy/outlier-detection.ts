import { outlierDetectionSchema } from "../contract/outlier-detection.ts";
import type { Provider } from "../contract/provider.ts";

type OutlierDetection = Provider["outlier_detection"];

/**
 * When a target is taken out of all pools, for a while that grows with each time: `base_ejection_time` times the
 * number of times, up to `max_ejection_time`. What counts as a failure stands in the pools' `error_matcher`.
 *
 * Two of Envoy's ways are of no use here. Success rate and failure percentage compare the hosts of one cluster, and a
 * target's has one. Failures to connect counted by themselves (`split_external_local_origin_errors`) start anew with
 * each connection that is made, so that a host which takes every request and answers none would never be found.
 *
 * https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier
 */
export function outlierDetection(given: OutlierDetection): object {
  const wanted = detection(given);
  return JSON.stringify(wanted) === JSON.stringify(USUAL_OUTLIER_DETECTION) ? USUAL_OUTLIER_DETECTION : wanted;
}

function detection({ consecutive_failures, interval, base_ejection_time, max_ejection_time }: OutlierDetection) {
  return {
    consecutive_5xx: consecutive_failures,
    consecutive_gateway_failure: consecutive_failures,
    enforcing_consecutive_gateway_failure: 100,
    interval,
    base_ejection_time,
    max_ejection_time,
    max_ejection_percent: 100,
  };
}

/** The same object wherever nothing else was asked for. */
export const USUAL_OUTLIER_DETECTION = detection(outlierDetectionSchema.parse({}));
