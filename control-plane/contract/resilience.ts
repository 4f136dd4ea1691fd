import { z } from "zod";
import { duration } from "./names.ts";

const percent = z.number().min(0).max(100);
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
  /** A slower answer is a failed check. */
  timeout: duration.default("0.2s"),
  unhealthy_threshold: most.default(2),
  healthy_threshold: most.default(1),
  /** Statuses that are well, as `200-299` or `401`. */
  statuses: z
    .array(z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'expected a status such as "200", or "200-299"'))
    .min(1)
    .default(["200-299"]),
});

/** At one moment, for each target. */
export const circuitBreakerSchema = z.strictObject({
  connections: most.default(65536),
  pending_requests: most.default(65536),
  requests: most.default(65536),
  /** Of the requests under way, how many may be retries. */
  retry_budget: z.strictObject({ percent: percent.default(100), min_concurrency: most.default(1024) }).prefault({}),
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
