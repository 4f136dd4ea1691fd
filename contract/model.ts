import { z } from "zod";
import { modelCacheSchema } from "./cache.ts";
import { budgetSchema, limitsSchema, priceSchema } from "./limits.ts";
import { identifier, modelName } from "./names.ts";
import { capabilitiesSchema, routingFields } from "./routing.ts";
import { traitsSchema } from "./traits.ts";

const target = z.strictObject({
  provider: identifier,
  model: modelName.optional(),
  weight: z.number().positive().optional(),
  /** Sent where the client gave no limit and the dialect demands one (Anthropic). */
  max_tokens: z.int().positive().default(4096),
  /** In place of the provider's, where a model differs. */
  traits: traitsSchema.partial().optional(),
  price: priceSchema.optional(),
  ...capabilitiesSchema.shape,
});

export const modelSchema = z.strictObject({
  targets: z.array(target).min(1, "a model needs at least one target").optional(),
  ...routingFields,
  default: modelName.optional(),
  limits: limitsSchema.default({}),
  budget: budgetSchema.default({}),
  /** In place of the policy's `cache.only`. */
  cache: modelCacheSchema.optional(),
});
