import { z } from "zod";
import { circuitBreakerSchema } from "./circuit-breaker.ts";
import { DIALECTS } from "./dialect.ts";
import { faceSchema } from "./face.ts";
import { healthCheckSchema } from "./health-check.ts";
import { identifier } from "./names.ts";
import { outlierDetectionSchema } from "./outlier-detection.ts";
import { KEY_STRATEGIES, providerKeySchema, resolvedProviderKeySchema } from "./provider-key.ts";
import { traitsSchema } from "./traits.ts";

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
  outlier_detection: outlierDetectionSchema.prefault({}),
  /** Absent or `false`: none is made. `true`: with the defaults. */
  health_check: z
    .union([z.boolean(), healthCheckSchema])
    .transform((value) => (value === true ? healthCheckSchema.parse({}) : value === false ? undefined : value))
    .optional(),
  circuit_breaker: circuitBreakerSchema.prefault({}),
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

/** A provider as the rest of the code knows it (control-plane/provider/resolve.ts makes it): all there is to know, presets forgotten. */
export const provider = aboutProvider.extend({
  /** Scheme, host and port, which all faces share. */
  url: httpUrl,
  /** The first is for callers of a dialect that the provider does not speak. */
  faces: z.array(faceSchema).min(1),
  traits: traitsSchema,
  keys: z.array(resolvedProviderKeySchema),
});
export type Provider = z.output<typeof provider>;
