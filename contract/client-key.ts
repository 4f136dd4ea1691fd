import { z } from "zod";
import { budgetSchema, limitsSchema, policyLimitsSchema } from "./limits.ts";
import { digest, identifier, name, pattern, secretReference } from "./names.ts";
import { requireSchema } from "./routing.ts";
import { moment } from "./time.ts";

/** Who may use which models: deny goes before allow. */
export const allowlist = {
  /** Absent: every model; empty: none. */
  allow: z.array(pattern).default(["*"]),
  /** Held against the model's name, and against each target's upstream name, alone and as `provider/name`. */
  deny: z.array(pattern).default([]),
};

const limited = {
  limits: limitsSchema.default({}),
  budget: budgetSchema.default({}),
  /** What the targets of their requests have to be. */
  require: requireSchema.optional(),
};

export const tenantSchema = z.strictObject({ ...allowlist, ...limited });
export type Tenant = z.output<typeof tenantSchema>;

export const clientKeySchema = z.strictObject({
  id: identifier,
  tenant: identifier.default("default"),
  /** What the caller presents: exactly one of these three. */
  secret: secretReference.optional(),
  secret_sha256: digest.optional(),
  /** The SPIFFE id of an mTLS peer, or a glob over ids, in place of a secret. */
  spiffe: z
    .string()
    .regex(/^spiffe:\/\/[^\s]+$/, 'expected "spiffe://…"')
    .optional(),
  /** A rotated secret, good until a moment. */
  previous: z
    .strictObject({ secret: secretReference.optional(), secret_sha256: digest.optional(), until: moment })
    .optional(),
  disabled: z.boolean().default(false),
  not_before: moment.optional(),
  expires_at: moment.optional(),
  /** Words that rules ask for. */
  tags: z.array(name).default([]),
  ...allowlist,
  ...limited,
});
export type ClientKey = z.output<typeof clientKeySchema>;

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
