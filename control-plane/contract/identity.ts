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

/** TLS of the gateway's own listener. */
export const listenerTlsSchema = z.strictObject({
  certificate: z.string().min(1),
  key: z.string().min(1),
  /** A PEM file of the authorities whose clients may come; absent: no client certificate is asked for. */
  client_ca: z.string().min(1).optional(),
  /** Whether a client without a certificate is turned away at once. */
  require_client_certificate: z.boolean().default(false),
});
export type ListenerTls = z.output<typeof listenerTlsSchema>;

/** What of it the filter has to know. */
export const policyJwtSchema = z.strictObject({ tenant_claim: z.string(), allow_claim: z.string() });
