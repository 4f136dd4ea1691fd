import { z } from "zod";
import { modelName } from "./names.ts";

const count = z.int().min(0);
const usd = z.number().min(0);

/** All workers and all Envoys together. */
export const limitsSchema = z.strictObject({
  requests_per_minute: count.optional().meta({
    description: "So many requests in each minute of UTC.",
    unit: "requests",
    absent: "no limit",
  }),
  tokens_per_minute: count.optional().meta({
    description: "So many tokens of prompts and answers in each minute of UTC.",
    unit: "tokens",
    absent: "no limit",
  }),
  concurrent_requests: count.optional().meta({
    description: "So many requests at one moment.",
    unit: "requests",
    absent: "no limit",
  }),
  max_tokens_per_request: count.optional().meta({
    description: "The estimate of a prompt and the longest answer that the request names are at most this, together.",
    unit: "tokens",
    absent: "no limit",
  }),
  max_prompt_bytes: count.optional().meta({
    description: "The body of a request is at most so large.",
    unit: "bytes",
    absent: "no limit",
  }),
  end_streams: z.boolean().optional().meta({
    description:
      "`true`: a streamed answer ends when it crosses `tokens_per_minute` or a budget, as if it had reached its length.",
    absent: "`false`: it runs to its end",
  }),
});
export type Limits = z.output<typeof limitsSchema>;

/** What may be spent, by the targets' prices; days and months are those of UTC. */
export const budgetSchema = z.strictObject({
  usd_per_day: usd.optional().meta({ description: "So much in each day of UTC.", unit: "USD", absent: "no limit" }),
  usd_per_month: usd.optional().meta({ description: "So much in each month of UTC.", unit: "USD", absent: "no limit" }),
});

/** Of a caller or a model: what happens before all is spent. */
export const softBudgetSchema = budgetSchema.extend({
  soft: z
    .strictObject({
      at: z.number().gt(0).max(0.99).meta({ description: "From this part of the budget on.", unit: "of 1" }),
      use: modelName.describe("This model answers chats, in place of the one that was asked for."),
    })
    .optional()
    .meta({
      description: "A cheaper model takes over before the budget ends: see docs/limits.md#a-soft-end.",
      absent: "the model that was asked for answers until the budget ends",
    }),
});

export type Budget = z.output<typeof softBudgetSchema>;

/** As providers' price lists have it. */
const perMillion = "USD per million tokens";
export const priceSchema = z.strictObject({
  input: usd.meta({ description: "The price of the prompt.", unit: perMillion }),
  output: usd.meta({ description: "The price of the answer.", unit: perMillion }),
  cached_input: usd.optional().meta({
    description: "The price of prompt tokens that came from the provider's own cache.",
    unit: perMillion,
    absent: "as `input`",
  }),
});
export type Price = z.output<typeof priceSchema>;

/** Limits and budget as the filter reads them. */
export const policyLimitsSchema = limitsSchema.extend(softBudgetSchema.shape);
export type PolicyLimits = z.output<typeof policyLimitsSchema>;
