import { z } from "zod";
import { budgetSchema, limitsSchema, policyLimitsSchema } from "./limits.ts";
import { identifier, pattern, secretReference } from "./names.ts";
import { moment } from "./time.ts";

/** What may be said of a provider key beside its secret. */
export const providerKeyFields = z.strictObject({
  models: z.array(pattern).min(1, "expected at least one pattern").optional().meta({
    description: "The key is used for these upstream models only.",
    absent: "for all",
  }),
  weight: z.number().positive().default(1).meta({
    description:
      "The key's share under `key_strategy: weighted` and `conversation`, beside the weights of the other keys.",
    unit: "share",
  }),
  limits: limitsSchema
    .pick({ requests_per_minute: true, tokens_per_minute: true })
    .default({})
    .describe("The key is used for no more than this, by all workers and all Envoys together."),
  budget: budgetSchema.default({}).describe("The key is used for no more than this, by the prices of the targets."),
  not_before: moment.optional().meta({
    description: "The key is not used before this moment.",
    absent: "used from the beginning",
  }),
  expires_at: moment.optional().meta({
    description: "The key is not used from this moment on.",
    absent: "used for ever",
  }),
});

export const providerKeySchema = z.strictObject({
  id: identifier.optional().meta({
    description: "The key's name in statistics and events.",
    absent: "`key-1`, `key-2` …, by its place",
  }),
  secret: secretReference.describe("The variable or the file that holds the key."),
  ...providerKeyFields.shape,
});

/** As the rest of the code knows it, with what a rotation by the API has left. */
export const resolvedProviderKeySchema = providerKeySchema.extend({
  /** How often it was rotated: what one secret is refused for is no fault of the next. */
  generation: z.int().positive().optional(),
  /** From then on another secret has taken its place: it is used where nothing else can be. */
  retires_at: moment.optional(),
});
export type ProviderKey = z.output<typeof resolvedProviderKeySchema>;

/** Its name in statistics and events: where the file gives none, by its place. */
export function keyId({ id }: Pick<ProviderKey, "id">, index: number): string {
  return id ?? `key-${index + 1}`;
}

/** Seconds since 1970. */
const seconds = z.int();

/** As the filter reads it. */
export const policyProviderKeySchema = z.strictObject({
  id: z.string(),
  /**
   * In `envoy.yaml`: the variable of Envoy's environment that holds it, or `file:/path`, which the filter cannot read: it
   * has that key from the first snapshot on. In a snapshot: its value.
   */
  env: z.string().optional(),
  value: z.string().optional(),
  models: z.array(z.string()).optional(),
  weight: z.number(),
  limits: policyLimitsSchema,
  not_before: seconds.optional(),
  expires_at: seconds.optional(),
  retires_at: seconds.optional(),
  generation: z.int().optional(),
});
