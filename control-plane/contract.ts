/**
 * The one source of every shape that crosses a border: `headgate.yaml`, as users write it, and the
 * policy, as the filter reads it (inline in `envoy.yaml` or as the control plane's snapshot).
 */
import { isIP } from "node:net";
import { z } from "zod";

export const DIALECTS = ["openai", "anthropic", "ollama"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** `host:port`; IPv6 in brackets. Port 0 is refused: clients have to know where to go. */
export const address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, { error: 'expected "host:port"', abort: true })
  .refine((text) => inPortRange(text.slice(text.lastIndexOf(":") + 1)), "the port must lie between 1 and 65535");

/** `300s`, `1.5s`, `250ms`: what Envoy takes as a protobuf Duration, and `ms` for people. */
const duration = z
  .string()
  .regex(/^\d+(\.\d{1,3})?(s|ms)$/, 'expected a duration such as "30s" or "250ms"')
  .transform((text) => (text.endsWith("ms") ? `${Number(text.slice(0, -2)) / 1000}s` : text));

/** A secret is named, never written down: neither `headgate.yaml` nor `envoy.yaml` holds one. */
const secretReference = z
  .string()
  .regex(
    /^env:[A-Za-z_][A-Za-z0-9_]*$/,
    'expected "env:NAME": a secret is read from the environment, never from this file',
  );

const name = z.string().min(1, "must not be empty").max(128, "must be at most 128 characters");

/** Letters, digits and `._-`: provider names stand in cluster names and statistics. */
const identifier = name.regex(/^[A-Za-z0-9._-]+$/, "may hold letters, digits, '.', '_' and '-'");

/** A model's name, or a glob over names (`gpt-*`). `@` and `;` separate parts of Envoy names. */
const modelName = name.regex(/^[^\s@;"\\]+$/, "must not hold white space, '@', ';', quotes or backslashes");

const provider = z.strictObject({
  dialect: z.enum(DIALECTS),
  url: z
    .url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" })
    .refine((text) => !text.includes("?") && !text.includes("#"), "must not hold a query or a fragment"),
  keys: z.array(z.strictObject({ secret: secretReference })).default([]),
  /** A PEM file of certificate authorities, in place of the system's. */
  ca: z.string().min(1).optional(),
  region: z.string().optional(),
  private: z.boolean().optional(),
});

const target = z.strictObject({
  provider: identifier,
  model: modelName.optional(),
  weight: z.number().positive().optional(),
  /** Sent where the client gave no limit and the dialect demands one (Anthropic). */
  max_tokens: z.int().positive().default(4096),
});

const model = z.strictObject({
  targets: z.array(target).min(1, "a model needs at least one target").optional(),
  strategy: z.string().optional(),
  default: modelName.optional(),
});

const clientKey = z.strictObject({
  id: identifier,
  tenant: identifier.default("default"),
  secret_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits")
    .optional(),
  secret: secretReference.optional(),
  /** Absent: every model; empty: none. */
  allow: z.array(name).default(["*"]),
  deny: z.array(name).default([]),
});

export const configSchema = z.strictObject({
  listen: address.default("127.0.0.1:10000"),
  control_plane: z.strictObject({ listen: address.default("127.0.0.1:10080") }).prefault({}),
  admin: address.default("127.0.0.1:9901"),
  /** Serve callers without a client key on an address that others can reach. */
  anonymous: z.boolean().default(false),
  timeouts: z
    .strictObject({
      connect: duration.default("5s"),
      /** The head of the response is held until the first token, so this bounds the wait for it. */
      first_token: duration.default("300s"),
      /** The longest silence that a caller meets: inside a stream, and over all attempts before it. */
      idle: duration.default("600s"),
    })
    .prefault({}),
  providers: z.record(identifier, provider),
  models: z.record(modelName, model),
  tenants: z.record(identifier, z.record(z.string(), z.unknown()).nullable()).default({}),
  keys: z.array(clientKey).default([]),
  rules: z.array(z.unknown()).default([]),
});

/** `headgate.yaml` after validation, every default filled in. */
export type Config = z.output<typeof configSchema>;

/**
 * The policy, as `plugin/policy/load.ts` reads it. In `envoy.yaml` a provider key is the name of an
 * environment variable of Envoy's; in a snapshot it is the value, which leaves the control plane
 * on that channel only.
 */
export const policySchema = z.strictObject({
  /** Hex digest of the rest of the document; the filter's long poll names the one it has. */
  version: z.string(),
  /** Whether callers without a client key are served. */
  anonymous: z.boolean(),
  targets: z.array(
    z.strictObject({
      /**
       * `<model>/<provider>`, with `#2`, `#3` … where a provider stands in one model again; the Envoy cluster is
       * `target:<id>`. Without the upstream model's name, so that a change of it needs no other cluster.
       */
      id: z.string(),
      provider: z.string(),
      dialect: z.enum(DIALECTS),
      /** `host` or `host:port`, as the `:authority` of upstream requests. */
      authority: z.string(),
      scheme: z.enum(["http", "https"]),
      /** Path of the provider's base URL, without a trailing slash; may be empty. */
      path: z.string(),
      /** Absent: the name that the caller asked for (a target of a glob model). */
      model: z.string().optional(),
      max_tokens: z.int(),
      keys: z.array(z.union([z.strictObject({ env: z.string() }), z.strictObject({ value: z.string() })])),
    }),
  ),
  /** In order; the first whose name or glob fits wins, exact names before globs. */
  models: z.array(
    z.strictObject({
      name: z.string(),
      targets: z.array(z.strictObject({ id: z.string(), weight: z.number().optional() })),
    }),
  ),
  keys: z.array(
    z.strictObject({
      id: z.string(),
      tenant: z.string(),
      sha256: z.string(),
      allow: z.array(z.string()),
      deny: z.array(z.string()),
    }),
  ),
});
export type Policy = z.output<typeof policySchema>;

/** The environment variable, of Envoy and of the control plane, that guards the snapshot channel. */
export const SNAPSHOT_TOKEN = "HEADGATE_SNAPSHOT_TOKEN";

/** What the gateway filter gets as its plugin configuration. */
export const pluginConfigSchema = z.strictObject({
  policy: policySchema,
  /** Absent: the inline policy is all there is. */
  control_plane: z.strictObject({ cluster: z.string(), authority: z.string() }).optional(),
});
export type PluginConfig = z.output<typeof pluginConfigSchema>;

function inPortRange(digits: string): boolean {
  const port = Number(digits);
  return port >= 1 && port <= 65535;
}

/** Splits a valid `address`. `host` is without brackets. */
export function splitAddress(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(":");
  const host = text.slice(0, colon).replace(/^\[|\]$/g, "");
  return { host, port: Number(text.slice(colon + 1)) };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
