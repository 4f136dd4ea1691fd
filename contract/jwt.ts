import { z } from "zod";
import { filePath, httpUrl, name } from "./names.ts";

/** Envoy's own `jwt_authn` checks the token; the claims named here tell the filter who it is. */
export const jwtSchema = z.strictObject({
  issuer: z.string().min(1).describe("A token's `iss` must be this."),
  audiences: z
    .array(z.string().min(1))
    .default([])
    .describe("A token's `aud` must hold one of these. With an empty list `aud` is not looked at."),
  jwks_url: httpUrl
    .optional()
    .describe("Envoy fetches the issuer's public keys here, every five minutes. Either this or `jwks_file` is given."),
  jwks_file: filePath
    .optional()
    .describe("The issuer's public keys are in this file. A relative path starts at the folder that Envoy runs in."),
  tenant_claim: name
    .default("tenant")
    .describe(
      "This claim names the caller's tenant. If there are `tenants`, it must be one of them. A token without the claim is of the tenant `default`.",
    ),
  allow_claim: name
    .default("models")
    .describe(
      "This claim lists names and globs: the models that the token may use. Without it only the tenant's lists count.",
    ),
});

/** What of it the filter has to know. */
export const policyJwtSchema = z.strictObject({ tenant_claim: z.string(), allow_claim: z.string() });
