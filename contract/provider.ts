import { z } from "zod";
import { KEY_STRATEGIES } from "../plugin/policy/provider/key-strategy.ts";
import { circuitBreakerSchema } from "./circuit-breaker.ts";
import { DIALECTS } from "./dialect.ts";
import { errorWordsSchema } from "./error-words.ts";
import { faceSchema } from "./face.ts";
import { healthCheckSchema } from "./health-check.ts";
import { leaveOutSchema } from "./leave-out.ts";
import { filePath, httpUrl, identifier } from "./names.ts";
import { outlierDetectionSchema } from "./outlier-detection.ts";
import { providerKeySchema, resolvedProviderKeySchema } from "./provider-key.ts";
import { traitsSchema } from "./traits.ts";

/** What a provider keeps from the file to the end. */
const aboutProvider = z.strictObject({
  ca: filePath.optional().meta({
    description:
      "Envoy knows the provider's certificate by these authorities, a PEM file. A relative path starts at the folder of `headgate.yaml`.",
    absent: "the authorities of the system",
  }),
  region: identifier.optional().meta({
    description: "The provider keeps in this region what it is sent. `require.region` asks for it.",
    absent: "in no region",
  }),
  private: z
    .boolean()
    .default(false)
    .describe("`true`: the provider is your own, and what it is sent stays with you. `require.private` asks for it."),
  key_strategy: z
    .enum(KEY_STRATEGIES)
    .default("round_robin")
    .describe("How one of the provider's keys is chosen for an attempt: see docs/provider-keys.md."),
  outlier_detection: outlierDetectionSchema
    .prefault({})
    .describe("When Envoy ejects the provider's targets, and for how long: see docs/targets.md."),
  health_check: z
    .union([z.boolean(), healthCheckSchema])
    .transform((value) => (value === true ? healthCheckSchema.parse({}) : value === false ? undefined : value))
    .optional()
    .meta({
      description: "Envoy itself asks the provider whether it is there. `true`: with the defaults below.",
      absent: "`false`: Envoy does not ask",
    }),
  error_words: errorWordsSchema.optional().meta({
    description: "What the provider's errors say where their status does not tell: see docs/failures.md#words.",
    absent: "the words that are known of all providers",
  }),
  leave_out: leaveOutSchema.optional().meta({
    description:
      "What the provider refuses of a request of its own dialect, though clients send it: see docs/providers.md#what-a-provider-refuses.",
    absent: "nothing is left out",
  }),
  circuit_breaker: circuitBreakerSchema
    .prefault({})
    .describe("How much one target may have at one moment: see docs/targets.md."),
});

/** A provider as users write it: `{}` under a preset's name, or as much as there is to say. */
export const writtenProvider = z.strictObject({
  preset: z.string().optional().meta({
    description: "The preset in docs/providers.md that fills in what is not given here.",
    absent: "the provider's own name; none where both `dialect` and `url` are given",
  }),
  dialect: z.enum(DIALECTS).optional().meta({
    description: "The provider is spoken to in this dialect alone.",
    absent: "the dialects of the preset",
  }),
  url: httpUrl
    .refine((text) => !text.includes("?") && !text.includes("#"), "must not hold a query or a fragment")
    .refine((text) => !/[{}]/.test(text), "has a {…} that is still to be filled in")
    .optional()
    .meta({
      description: "The base URL, as the provider's own SDK takes it.",
      absent: "the URL of the preset",
    }),
  keys: z.array(providerKeySchema).optional().meta({
    description: "The provider's keys: see docs/provider-keys.md. An empty list is a provider without a key.",
    absent: "one key, in the variable of the preset, if the preset has one",
  }),
  traits: traitsSchema.partial().optional().meta({
    description: "How the provider differs from others of its dialect: see docs/providers.md#traits.",
    absent: "the traits of the preset",
  }),
  ...aboutProvider.shape,
});
export type WrittenProvider = z.output<typeof writtenProvider>;

/** A provider as the rest of the code knows it (control-plane/provider/resolve.ts makes it): all there is to know, presets forgotten. */
export const provider = aboutProvider.extend({
  /** Scheme, host and port, which all faces share. */
  url: httpUrl,
  /** The first is for callers of a dialect that the provider does not speak. */
  faces: z.array(faceSchema).min(1),
  traits: traitsSchema,
  /** Those that the configuration itself sets: they go before what is known of a model. */
  own_traits: traitsSchema.partial().optional(),
  /** Names and globs: the upstream models that alone have the completions of `traits`; absent: all do. */
  completion_models: z.array(z.string()).optional(),
  keys: z.array(resolvedProviderKeySchema),
});
export type Provider = z.output<typeof provider>;
