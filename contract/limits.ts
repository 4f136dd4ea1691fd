import { z } from "zod";

const count = z.int().min(0);
const usd = z.number().min(0);

/** How much a key, a tenant or a model may ask for: all workers and all Envoys together. Absent: no limit. */
export const limitsSchema = z.strictObject({
  requests_per_minute: count.optional(),
  /** Prompt and answer. A request reserves its estimate, and is settled by what the provider counted. */
  tokens_per_minute: count.optional(),
  /** At one moment. */
  concurrent_requests: count.optional(),
  /** The estimate of the prompt, and the longest answer that the request allows. */
  max_tokens_per_request: count.optional(),
  /** Of the request's body. */
  max_prompt_bytes: count.optional(),
  /** Ends a streamed answer that crosses `tokens_per_minute` or the budget, as if it had reached its length. */
  end_streams: z.boolean().optional(),
});
export type Limits = z.output<typeof limitsSchema>;

/** What may be spent, by the targets' prices; days and months are those of UTC. */
export const budgetSchema = z.strictObject({
  usd_per_day: usd.optional(),
  usd_per_month: usd.optional(),
});
export type Budget = z.output<typeof budgetSchema>;

/** In USD per million tokens, as providers' price lists have it. */
export const priceSchema = z.strictObject({
  input: usd,
  output: usd,
  /** Of prompt tokens that came from the provider's cache; absent: as `input`. */
  cached_input: usd.optional(),
});
export type Price = z.output<typeof priceSchema>;

/** Limits and budget as the filter reads them. */
export const policyLimitsSchema = limitsSchema.extend(budgetSchema.shape);
export type PolicyLimits = z.output<typeof policyLimitsSchema>;
