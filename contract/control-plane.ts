import { z } from "zod";
import { filePath, httpUrl, name } from "./names.ts";

const store = z
  .string()
  .regex(
    /^(sqlite:.+|rediss?:\/\/.+|env:[A-Za-z_][A-Za-z0-9_]*|file:\/\S+)$/,
    'expected "sqlite:<file>", "redis://…", "rediss://…", "env:NAME" or "file:/path"',
  )
  .refine(
    (url) => !/^rediss?:\/\/[^/]*:[^/]*@/.test(url),
    'holds a password: name a variable or a file that holds it, "env:NAME" or "file:/path"',
  )
  .meta({ title: "store", description: "`sqlite:<file>`, `redis://…`, `rediss://…`, `env:NAME` or `file:/path`." });

const BESIDE = "A relative path starts at the folder of `headgate.yaml`.";

const tls = z.strictObject({
  certificate: filePath.describe(`The certificate and its chain, a PEM file. ${BESIDE}`),
  key: filePath.describe(`The private key of the certificate, a PEM file. ${BESIDE}`),
  ca: filePath.optional().meta({
    description: `Envoy knows the control plane's certificate by these authorities, a PEM file. ${BESIDE}`,
    absent: "the authorities of the system",
  }),
  client_ca: filePath.optional().meta({
    description: `An Envoy with a certificate of these authorities gets the policy without \`HEADGATE_SNAPSHOT_TOKEN\`. A PEM file. ${BESIDE}`,
    absent: "every Envoy needs the token",
  }),
});

const adminJwtSchema = z
  .strictObject({
    issuer: z.string().min(1).describe("A token's `iss` must be this."),
    // Demanded: a token that was made for another service is none for this one.
    audience: z.string().min(1).describe("A token's `aud` must hold this."),
    jwks_url: httpUrl
      .optional()
      .describe("The control plane fetches the issuer's public keys here. Either this or `jwks_file` is given."),
    jwks_file: filePath.optional().describe(`The issuer's public keys are in this file. ${BESIDE}`),
    role_claim: name
      .default("headgate_role")
      .describe("This claim of a token holds its role: `viewer`, `operator` or `admin`."),
    tenant_claim: name
      .default("headgate_tenant")
      .describe("This claim holds a token to one tenant. A token without the claim is for all tenants."),
  })
  .refine((jwt) => (jwt.jwks_url === undefined) !== (jwt.jwks_file === undefined), {
    error: "expected a jwks_url or a jwks_file: exactly one of them",
  });
export type AdminJwt = z.output<typeof adminJwtSchema>;

/** `control_plane` beside its address. */
export const controlPlaneFields = {
  store: store.optional().meta({
    description:
      "The admin API keeps here what it manages. Several control planes can share one Redis. An address with a password in it is written as `env:NAME` or `file:/path`: it is then read from there, once.",
    absent: "`headgate.db` beside `headgate.yaml`; in the run folder after a start without a file",
  }),
  tls: tls.optional().describe("TLS of the control plane's own listener: for the admin API and for Envoy's calls."),
  jwt: adminJwtSchema
    .optional()
    .describe("Administrators may show a JSON Web Token of your identity provider: see docs/admin.md#who-may."),
  xds: z
    .boolean()
    .default(false)
    .describe(
      "`true`: Envoys on other machines get their clusters and routes from the control plane: see docs/targets.md#envoys-elsewhere.",
    ),
};
