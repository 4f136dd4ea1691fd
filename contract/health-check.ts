import { z } from "zod";
import { duration } from "./time.ts";

/** An active check: Envoy asks, whether there is traffic or not. */
export const healthCheckSchema = z.strictObject({
  /** Absent: `/v1/models` and the like behind the provider's base URL, `/` of an Ollama. */
  path: z.string().startsWith("/").optional(),
  interval: duration.default("30s"),
  /** A slower answer is a failed check. Absent: 0.2 s, over TLS 2 s. */
  timeout: duration.optional(),
  unhealthy_threshold: z.int().positive().default(2),
  healthy_threshold: z.int().positive().default(1),
  /** Statuses that are well, as `200-299` or `401`. Absent: 2xx, of a provider with keys 401 and 403 too. */
  statuses: z
    .array(z.string().regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'expected a status such as "200", or "200-299"'))
    .min(1)
    .optional(),
});
