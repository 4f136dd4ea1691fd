import { z } from "zod";

const most = z.int().positive();

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
