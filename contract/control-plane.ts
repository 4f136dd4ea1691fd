import { z } from "zod";
import { name } from "./names.ts";

const file = z.string().min(1);

/** Where the control plane keeps what the admin API manages: `env:NAME` for an address with a password in it. */
const store = z
  .string()
  .regex(
    /^(sqlite:.+|rediss?:\/\/.+|env:[A-Za-z_][A-Za-z0-9_]*)$/,
    'expected "sqlite:<file>", "redis://…", "rediss://…" or "env:NAME"',
  )
  .refine(
    (url) => !/^rediss?:\/\/[^/]*:[^/]*@/.test(url),
    'holds a password: name a variable that holds it, "env:NAME"',
  );

/** TLS of the control plane's own listener: the admin API, and the filter's calls. */
const tls = z.strictObject({
  certificate: file,
  key: file,
  /** The authorities by which Envoy knows the certificate; absent: the system's. */
  ca: file.optional(),
  /** Callers with a certificate of these authorities get the snapshot without the shared secret. */
  client_ca: file.optional(),
});

/** Administrators with a JSON Web Token in place of a token that the admin API made. */
export const adminJwtSchema = z
  .strictObject({
    issuer: z.string().min(1),
    /** Demanded: a token that was made for another service is none for this one. */
    audience: z.string().min(1),
    jwks_url: z.url({ protocol: /^https?$/ }).optional(),
    jwks_file: file.optional(),
    /** The claim that holds `viewer`, `operator` or `admin`. */
    role_claim: name.default("headgate_role"),
    /** The claim that holds a token to one tenant; without it, a token is for all. */
    tenant_claim: name.default("headgate_tenant"),
  })
  .refine((jwt) => (jwt.jwks_url === undefined) !== (jwt.jwks_file === undefined), {
    error: "expected a jwks_url or a jwks_file: exactly one of them",
  });
export type AdminJwt = z.output<typeof adminJwtSchema>;

/** `control_plane` beside its address. */
export const controlPlaneFields = {
  /** Absent: `headgate.db` beside the file, or in the run folder of a start without one. */
  store: store.optional(),
  tls: tls.optional(),
  jwt: adminJwtSchema.optional(),
  /** Whether Envoys get their clusters and routes from here, by REST; `headgate render` then writes a file for such. */
  xds: z.boolean().default(false),
};
