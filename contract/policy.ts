import { z } from "zod";
import { KEY_STRATEGIES } from "../plugin/policy/provider/key-strategy.ts";
import { modelCacheSchema, policyCacheSchema } from "./cache.ts";
import { policyKeySchema, policyTenantSchema } from "./client-key.ts";
import { policyDecisionSchema } from "./decision.ts";
import { errorWordsSchema } from "./error-words.ts";
import { faceSchema } from "./face.ts";
import { policyJudgeSchema } from "./judge.ts";
import { policyJwtSchema } from "./jwt.ts";
import { leaveOutSchema } from "./leave-out.ts";
import { policyLimitsSchema, priceSchema } from "./limits.ts";
import { policyProviderKeySchema } from "./provider-key.ts";
import { capabilitiesSchema, policyRoutingFields } from "./routing.ts";
import { policyRuleSchema } from "./rule.ts";
import { traitsSchema } from "./traits.ts";

/**
 * The policy, as `plugin/policy/load/load-policy.ts` reads it. In `envoy.yaml` a provider key is the name of an
 * environment variable of Envoy's; in a snapshot it is the value, which leaves the control plane
 * on that channel only.
 */
export const policySchema = z.strictObject({
  /** Hex digest of the rest of the document; the filter's long poll names the one it has. */
  version: z.string(),
  /** Whether callers without a client key are served. */
  anonymous: z.boolean(),
  providers: z.array(
    z.strictObject({
      name: z.string(),
      region: z.string().optional(),
      private: z.boolean(),
      key_strategy: z.enum(KEY_STRATEGIES),
      /** How long Envoy takes a host of it out at least. */
      ejection_ms: z.int(),
      error_words: errorWordsSchema.optional(),
      leave_out: leaveOutSchema.optional(),
      keys: z.array(policyProviderKeySchema),
    }),
  ),
  targets: z.array(
    z.strictObject({
      /**
       * `<model>/<provider>`, with `#2`, `#3` … where a provider stands in one model again; the Envoy cluster is
       * `target:<id>`. Without the upstream model's name, so that a change of it needs no other cluster.
       */
      id: z.string(),
      provider: z.string(),
      /** `host` or `host:port`, as the `:authority` of upstream requests. */
      authority: z.string(),
      scheme: z.enum(["http", "https"]),
      /** The caller's own dialect if it is among them, else the first. */
      faces: z.array(faceSchema).min(1),
      traits: traitsSchema,
      /** Absent: the name that the caller asked for (a target of a glob model). */
      model: z.string().optional(),
      max_tokens: z.int(),
      price: priceSchema.optional(),
      ...capabilitiesSchema.shape,
    }),
  ),
  /** In order; the first whose name or glob fits wins, exact names before globs. */
  models: z.array(
    z.strictObject({
      name: z.string(),
      targets: z.array(z.strictObject({ id: z.string(), weight: z.number().optional() })),
      limits: policyLimitsSchema,
      cache: modelCacheSchema.optional(),
      ...policyRoutingFields,
    }),
  ),
  tenants: z.array(policyTenantSchema),
  keys: z.array(policyKeySchema),
  jwt: policyJwtSchema.optional(),
  rules: z.array(policyRuleSchema),
  decisions: z.array(policyDecisionSchema),
  cache: policyCacheSchema.optional(),
  /** Absent: no answers are judged. Where the judge is, only the control plane knows. */
  judge: policyJudgeSchema.optional(),
  explain: z.boolean(),
  /** The route's `per_try_timeout`, for models without one of their own. */
  first_token_ms: z.int(),
  seed: z.int().optional(),
});
export type Policy = z.output<typeof policySchema>;

/** The environment variables that a policy's provider keys are in. */
export function providerKeyVariables(policy: Policy): string[] {
  return policy.providers.flatMap(({ keys }) =>
    keys.flatMap(({ env }) => (env?.startsWith("file:") ? [] : (env ?? []))),
  );
}
