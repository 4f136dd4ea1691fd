import { z } from "zod";
import { identifier } from "./names.ts";
import { duration } from "./time.ts";

/** By what the first of a model's targets is chosen; `rules`: by the rules alone, for a model with a `default`. */
export const STRATEGIES = ["priority", "weighted", "lowest_cost", "lowest_latency", "best_score", "rules"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** What a target has to be, whatever the strategy says. Several of them (a tenant's, a model's, a rule's) hold together. */
export const requireSchema = z.strictObject({
  /** Its provider's region is one of these. */
  region: z
    .union([identifier, z.array(identifier).min(1)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional(),
  /** Its provider is `private`. */
  private: z.literal(true).optional(),
});
export type Require = z.output<typeof requireSchema>;

/** A stream that begins more slowly than this is left for the next target. */
export const minThroughputSchema = z.strictObject({
  tokens_per_second: z.number().positive(),
  /** How long a stream is held, from its first token, until it is known to keep up. */
  over: duration.default("2s"),
});

/** A second target is asked as well when the first has said nothing for so long; the slower of the two is cancelled. */
export const hedgeSchema = z.strictObject({ after: duration });

/** What a target can take. Absent: as the catalogue of models knows it, else not known and not held against it. */
export const capabilitiesSchema = z.strictObject({
  /** Tokens of prompt and answer. */
  context_length: z.int().positive().optional(),
  vision: z.boolean().optional(),
  tools: z.boolean().optional(),
});
export type Capabilities = z.output<typeof capabilitiesSchema>;

/** Of a model, beside its targets. */
export const routingFields = {
  /** Absent: `weighted` where a target has a weight, else `priority`. */
  strategy: z.enum(STRATEGIES).optional(),
  /** In place of `timeouts.first_token`. */
  first_token: duration.optional(),
  min_throughput: minThroughputSchema.optional(),
  hedge: hedgeSchema.optional(),
  require: requireSchema.optional(),
};

const milliseconds = z.int().positive();

/** As the filter reads it. */
export const policyRoutingFields = {
  strategy: z.enum(STRATEGIES),
  first_token_ms: milliseconds.optional(),
  min_throughput: z.strictObject({ tokens_per_second: z.number(), over_ms: milliseconds }).optional(),
  hedge_ms: milliseconds.optional(),
  require: requireSchema.optional(),
};
