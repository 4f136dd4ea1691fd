import { z } from "zod";
import { modelCacheSchema } from "./cache.ts";
import { limitsSchema, priceSchema, softBudgetSchema } from "./limits.ts";
import { identifier, modelName } from "./names.ts";
import { capabilitiesSchema, routingFields } from "./routing.ts";
import { traitsSchema } from "./traits.ts";

const target = z.strictObject({
  provider: identifier.describe("One of `providers`."),
  model: modelName.optional().meta({
    description: "The upstream name: the provider knows the model by it.",
    absent: "the model's own name; of a glob the name that the client asked for",
  }),
  weight: z.number().positive().optional().meta({
    description: "The target's share of the requests under the strategy `weighted`, beside the weights of the others.",
    unit: "share",
    absent: "asked only when the others fail; where no target has a weight, all have the same",
  }),
  max_tokens: z.int().positive().optional().meta({
    description: "The longest answer, where the client names none and the dialect demands one (Anthropic).",
    unit: "tokens",
    absent: "the longest that the catalogue knows of the model, else 4096",
  }),
  traits: traitsSchema.partial().optional().meta({
    description: "The traits of this model at this provider, where they differ: see docs/providers.md#traits.",
    absent: "the provider's",
  }),
  price: priceSchema.optional().meta({
    description: "What the target costs. Nothing is counted for a target without a price.",
    absent: "`prices`, else the catalogue's: see docs/routing.md#prices",
  }),
  ...capabilitiesSchema.shape,
});

export const modelSchema = z.strictObject({
  targets: z
    .array(target)
    .min(1, "a model needs at least one target")
    .optional()
    .describe("The targets of the model, in failover order. A model has `targets` or a `default`."),
  ...routingFields,
  default: modelName.optional().describe("The model takes the targets of this other model."),
  limits: limitsSchema.default({}).describe("How much all callers together may ask of the model: see docs/limits.md."),
  budget: softBudgetSchema.default({}).describe("How much all callers together may spend on the model."),
  cache: modelCacheSchema.optional().meta({
    description: "Which chats with this model are cached: none, those at temperature 0 or with a `seed`, or every one.",
    absent: "`cache.only`",
  }),
});
