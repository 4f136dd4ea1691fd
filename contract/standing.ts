import { z } from "zod";

/** How a target does, of those that anything is known of. */
export const standingSchema = z.strictObject({
  id: z.string(),
  /** In (0, 1]: docs/health.md. */
  score: z.number().positive().max(1),
  /** To the first token; absent: not known. */
  latency_ms: z.int().min(0).optional(),
  degraded: z.boolean(),
  /** It was asked so few times, ever, that its score says little. */
  untried: z.literal(true).optional(),
  /** It was asked so few times lately that its score may be out of date. */
  silent: z.literal(true).optional(),
});
export type Standing = z.output<typeof standingSchema>;
