/**
 * The one source of every shape that crosses a border: `headgate.yaml`, as users write it and as the
 * rest of the code reads it, and the policy, as the filter reads it (inline in `envoy.yaml` or as the
 * control plane's snapshot).
 */
import { isIP } from "node:net";
import { z } from "zod";
import { cacheSchema, modelCacheSchema, policyCacheSchema } from "./contract/cache.ts";
import { clientKeySchema, policyKeySchema, policyTenantSchema, tenantSchema } from "./contract/client-key.ts";
import { controlPlaneFields } from "./contract/control-plane.ts";
import { healthSchema, policyJudgeSchema } from "./contract/health.ts";
import { jwtSchema, listenerTlsSchema, policyJwtSchema } from "./contract/identity.ts";
import { budgetSchema, limitsSchema, policyLimitsSchema, priceSchema } from "./contract/limits.ts";
import { duration, identifier, modelName } from "./contract/names.ts";
import {
  KEY_STRATEGIES,
  policyProviderKeySchema,
  providerKeySchema,
  resolvedProviderKeySchema,
} from "./contract/provider-key.ts";
import { resilienceFields } from "./contract/resilience.ts";
import { capabilitiesSchema, policyRoutingFields, routingFields } from "./contract/routing.ts";
import { decisionSchema, policyDecisionSchema, policyRuleSchema, ruleSchema } from "./contract/rule.ts";

export const DIALECTS = ["openai", "responses", "anthropic", "ollama"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** The header that carries a provider key: `authorization: Bearer <key>`, or the key alone in the one named. */
const AUTHS = ["bearer", "x-api-key", "api-key"] as const;
export type Auth = (typeof AUTHS)[number];

/** One of the dialects that a provider speaks, and where. */
const face = z.strictObject({
  dialect: z.enum(DIALECTS),
  /**
   * What stands before the dialect's own path (`/chat/completions`, `/responses`, `/v1/messages`,
   * `/api/chat`), without a slash at its end: `/v1` for most of OpenAI's kind, often empty for the others.
   */
  path: z.string(),
  auth: z.enum(AUTHS),
});
export type Face = z.output<typeof face>;

/** What providers of one dialect differ in. The descriptions stand in `docs/providers.md`. */
export const traitsSchema = z.strictObject({
  limit_field: z
    .enum(["max_tokens", "max_completion_tokens"])
    .describe("`openai`: the field that limits the length of an answer"),
  stream_usage: z
    .boolean()
    .describe("`openai`: whether a stream may be asked for its token counts (`stream_options.include_usage`)"),
  reasoning_history: z
    .enum(["none", "reasoning", "reasoning_content", "reasoning_details"])
    .describe("`openai`: the field of an assistant's message in which its earlier reasoning is sent back"),
  thinking: z
    .enum(["budget", "adaptive"])
    .describe("`anthropic`: how an effort is asked for, by `budget_tokens` or by `adaptive` thinking with an `effort`"),
  json_schema: z.boolean().describe("whether an answer can be held to a JSON schema, and not only to JSON"),
  tool_id: z
    .enum(["any", "nine"])
    .describe("what the id of a tool call may be: anything, or exactly nine letters and digits"),
});
export type Traits = z.output<typeof traitsSchema>;

/** `host:port`; IPv6 in brackets. Port 0 is refused: clients have to know where to go. */
export const address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, { error: 'expected "host:port"', abort: true })
  .refine((text) => inPortRange(text.slice(text.lastIndexOf(":") + 1)), "the port must lie between 1 and 65535");

const httpUrl = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" });

/** What a provider keeps from the file to the end. */
const aboutProvider = z.strictObject({
  /** A PEM file of certificate authorities, in place of the system's. */
  ca: z.string().min(1).optional(),
  /** Where it keeps what it is sent: for `require.region`. */
  region: identifier.optional(),
  /** It is the operator's own, and what it is sent never leaves: for `require.private`. */
  private: z.boolean().default(false),
  key_strategy: z.enum(KEY_STRATEGIES).default("round_robin"),
  ...resilienceFields,
});

/** A provider as users write it: `{}` under a preset's name, or as much as there is to say. */
export const writtenProvider = aboutProvider.extend({
  /** Absent: the provider's own name, unless both `dialect` and `url` are given. */
  preset: z.string().optional(),
  /** Holds the provider to this one dialect. */
  dialect: z.enum(DIALECTS).optional(),
  /** What the provider's own SDK takes as its base URL. */
  url: httpUrl
    .refine((text) => !text.includes("?") && !text.includes("#"), "must not hold a query or a fragment")
    .refine((text) => !/[{}]/.test(text), "has a {…} that is still to be filled in")
    .optional(),
  /** Absent: the preset's environment variable, if it has one. */
  keys: z.array(providerKeySchema).optional(),
  traits: traitsSchema.partial().optional(),
});
export type WrittenProvider = z.output<typeof writtenProvider>;

/** A provider as the rest of the code knows it (provider/resolve.ts makes it): all there is to know, presets forgotten. */
export const provider = aboutProvider.extend({
  /** Scheme, host and port, which all faces share. */
  url: httpUrl,
  /** The first is for callers of a dialect that the provider does not speak. */
  faces: z.array(face).min(1),
  traits: traitsSchema,
  keys: z.array(resolvedProviderKeySchema),
});
export type Provider = z.output<typeof provider>;

const target = z.strictObject({
  provider: identifier,
  model: modelName.optional(),
  weight: z.number().positive().optional(),
  /** Sent where the client gave no limit and the dialect demands one (Anthropic). */
  max_tokens: z.int().positive().default(4096),
  /** In place of the provider's, where a model differs. */
  traits: traitsSchema.partial().optional(),
  price: priceSchema.optional(),
  ...capabilitiesSchema.shape,
});

export const modelSchema = z.strictObject({
  targets: z.array(target).min(1, "a model needs at least one target").optional(),
  ...routingFields,
  default: modelName.optional(),
  limits: limitsSchema.default({}),
  budget: budgetSchema.default({}),
  /** In place of the policy's `cache.only`. */
  cache: modelCacheSchema.optional(),
});

/** `headgate.yaml` as users write it, defaults filled in but for the providers'. */
export const fileSchema = z.strictObject({
  listen: address.default("127.0.0.1:10000"),
  control_plane: z.strictObject({ listen: address.default("127.0.0.1:10080"), ...controlPlaneFields }).prefault({}),
  admin: address.default("127.0.0.1:9901"),
  /**
   * Whether callers without a client key are served. Absent: if there are no client keys, and then on loopback
   * only; `false` demands one even where none is known yet, for keys that the admin API makes.
   */
  anonymous: z.boolean().optional(),
  timeouts: z
    .strictObject({
      connect: duration.default("5s"),
      /** The head of the response is held until the first token, so this bounds the wait for it. */
      first_token: duration.default("300s"),
      /** The longest silence that a caller meets: inside a stream, and over all attempts before it. */
      idle: duration.default("600s"),
    })
    .prefault({}),
  providers: z.record(identifier, writtenProvider),
  models: z.record(modelName, modelSchema),
  /** By upstream model name: of every target that has no price of its own, in place of the catalogue's. */
  prices: z.record(modelName, priceSchema).default({}),
  tenants: z.record(identifier, tenantSchema.nullable()).default({}),
  keys: z.array(clientKeySchema).default([]),
  jwt: jwtSchema.optional(),
  tls: listenerTlsSchema.optional(),
  rules: z.array(ruleSchema).max(256, "at most 256 rules").default([]),
  decisions: z.record(identifier, decisionSchema).default({}),
  health: healthSchema.prefault({}),
  /** Absent: nothing is cached. */
  cache: cacheSchema.optional(),
  /** Whether responses say in `x-headgate-*` headers how they came about. */
  explain: z.boolean().default(true),
  /** Absent: what is drawn, by weight or score, is another each time. With it each worker draws the same again. */
  seed: z.int().min(0).optional(),
});

/** `headgate.yaml` after validation, every default filled in, every provider resolved. */
export const configSchema = fileSchema.extend({ providers: z.record(identifier, provider) });
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
  providers: z.array(
    z.strictObject({
      name: z.string(),
      region: z.string().optional(),
      private: z.boolean(),
      key_strategy: z.enum(KEY_STRATEGIES),
      /** How long Envoy takes a host of it out at least. */
      ejection_ms: z.int(),
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
      faces: z.array(face).min(1),
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
