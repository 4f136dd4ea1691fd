import { z } from "zod";
import { name } from "./names.ts";

/**
 * Callers with a JSON Web Token in place of a client key. Envoy's own `jwt_authn` checks it; the claims
 * named here tell the filter who it is.
 */
export const jwtSchema = z.strictObject({
  issuer: z.string().min(1),
  audiences: z.array(z.string().min(1)).default([]),
  /** Where the issuer's keys are: an address that Envoy fetches, or a file. Exactly one of them. */
  jwks_url: z.url({ protocol: /^https?$/ }).optional(),
  jwks_file: z.string().min(1).optional(),
  /** The claim that names the caller's tenant. */
  tenant_claim: name.default("tenant"),
  /** The claim that lists the models it may use, as an allowlist; a token without it may use what its tenant may. */
  allow_claim: name.default("models"),
});
export type Jwt = z.output<typeof jwtSchema>;

/** What of it the filter has to know. */
export const policyJwtSchema = z.strictObject({ tenant_claim: z.string(), allow_claim: z.string() });
