import { z } from "zod";
import { duration } from "./names.ts";

const most = z.int().positive();

/** When Envoy takes a provider's targets out, and for how long. */
export const outlierDetectionSchema = z.strictObject({
  /** In a row, of those that count against the host. */
  consecutive_failures: most.default(3),
  interval: duration.default("1s"),
  base_ejection_time: duration.default("5s"),
  max_ejection_time: duration.default("300s"),
});

/** An active check: Envoy asks, whether there is traffic or not. */
export const healthCheckSchema = z.strictObject({
  /** Absent: `/v1/models` and the like behind the provider's base URL, `/` of an Ollama. */
  path: z.string().startsWith("/").optional(),
  interval: duration.default("30s"),
  /** A slower answer is a failed check. Absent: 0.2 s, over TLS 2 s. */
  timeout: duration.optional(),
  unhealthy_threshold: most.default(2),
  healthy_threshold: most.default(1),
  /** Statuses that are well, as `200-299` or `401`. Absent: 2xx, of a provider with keys 401 and 403 too. */
  statuses: z
    .array(z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'expected a status such as "200", or "200-299"'))
    .min(1)
    .optional(),
});

/** At one moment, for each target. */
export const circuitBreakerSchema = z.strictObject({
  connections: most.default(65536),
  pending_requests: most.default(65536),
  requests: most.default(65536),
  /**
   * Of requests that began at this target. A number and no share of the requests under way (Envoy's `retry_budget`): Envoy
   * counts retries in the pool, and requests in the target's cluster only.
   */
  retries: most.default(1024),
});

/** Of a provider: how its targets are watched and held. */
export const resilienceFields = {
  outlier_detection: outlierDetectionSchema.prefault({}),
  /** Absent or `false`: none is made. `true`: with the defaults. */
  health_check: z
    .union([z.boolean(), healthCheckSchema])
    .transform((value) => (value === true ? healthCheckSchema.parse({}) : value === false ? undefined : value))
    .optional(),
  circuit_breaker: circuitBreakerSchema.prefault({}),
};
