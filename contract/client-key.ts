import { z } from "zod";
import { limitsSchema, policyLimitsSchema, softBudgetSchema } from "./limits.ts";
import { digest, identifier, name, pattern, secretReference } from "./names.ts";
import { requireSchema } from "./routing.ts";
import { moment } from "./time.ts";

/** Who may use which models: deny goes before allow. */
const allowlist = {
  allow: z.array(pattern).default(["*"]).describe("Models that may be used. An empty list allows none."),
  deny: z
    .array(pattern)
    .default([])
    .describe(
      "Models that may not be used: `deny` goes before `allow`. It also holds for the upstream model of each target, written as `name` or as `provider/name`.",
    ),
};

const limited = {
  limits: limitsSchema.default({}).describe("How much may be asked for: see docs/limits.md."),
  budget: softBudgetSchema.default({}).describe("How much may be spent, by the prices of the targets."),
  require: requireSchema
    .optional()
    .describe("A target must meet this to get these requests: see docs/routing.md#requirements."),
};

export const tenantSchema = z.strictObject({ ...allowlist, ...limited });

export const clientKeySchema = z.strictObject({
  id: identifier.describe("The key's name in logs and statistics. No two keys have the same."),
  tenant: identifier
    .default("default")
    .describe("The tenant that the key belongs to. If there are `tenants`, it must be one of them."),
  secret: secretReference
    .optional()
    .describe("What the caller shows. A key has exactly one of `secret`, `secret_sha256` and `spiffe`."),
  secret_sha256: digest.optional().describe("The SHA-256 of what the caller shows, in place of `secret`."),
  spiffe: z
    .string()
    .regex(/^spiffe:\/\/[^\s]+$/, 'expected "spiffe://…"')
    .meta({ title: "SPIFFE id", description: "`spiffe://…`, or a glob over such ids." })
    .optional()
    .describe("The SPIFFE id in the caller's certificate, in place of `secret`. It needs `tls.client_ca`."),
  previous: z
    .strictObject({
      secret: secretReference.optional().describe("The secret before. Either this or `secret_sha256` is given."),
      secret_sha256: digest.optional().describe("The SHA-256 of the secret before."),
      until: moment.describe("From this moment on the secret before is refused."),
    })
    .optional()
    .describe("A secret that was rotated: until a moment it is as good as the new one."),
  disabled: z.boolean().default(false).describe("`true`: the key is refused."),
  not_before: moment.optional().meta({
    description: "The key is refused before this moment.",
    absent: "good from the beginning",
  }),
  expires_at: moment.optional().meta({
    description: "The key is refused from this moment on.",
    absent: "good for ever",
  }),
  tags: z.array(name).default([]).describe("Words for the key. Rules can ask for them (`when.tags`)."),
  ...allowlist,
  ...limited,
});

const policyAllowlist = { allow: z.array(z.string()), deny: z.array(z.string()) };
/** Seconds since 1970. */
const seconds = z.int();

export const policyTenantSchema = z.strictObject({
  id: z.string(),
  ...policyAllowlist,
  limits: policyLimitsSchema,
  require: requireSchema.optional(),
});

export const policyKeySchema = z.strictObject({
  id: z.string(),
  tenant: z.string(),
  /** By which the caller is known; `until`: of a secret that was rotated. */
  secrets: z.array(z.strictObject({ sha256: z.string(), until: seconds.optional() })),
  spiffe: z.string().optional(),
  disabled: z.boolean(),
  not_before: seconds.optional(),
  expires_at: seconds.optional(),
  tags: z.array(z.string()),
  ...policyAllowlist,
  limits: policyLimitsSchema,
  require: requireSchema.optional(),
});
