import { z } from "zod";
import { CACHE_MODES, CacheMode } from "../plugin/policy/cache-mode.ts";
import { duration } from "./time.ts";

const onlyModes = CACHE_MODES.slice(CacheMode.Deterministic);

/** The exact response cache: the same tenant, model and request get the same answer again. */
export const cacheSchema = z.strictObject({
  ttl: duration.default("60s").describe("An answer is good for this long."),
  max_bytes: z.int().min(1_048_576).max(1_073_741_824).default(67_108_864).meta({
    description: "All answers of one Envoy together take at most this much memory.",
    unit: "bytes",
  }),
  only: z
    .enum(onlyModes)
    .default("deterministic")
    .describe("`deterministic`: only chats at temperature 0 or with a `seed` are cached. `all`: every chat is."),
});

/** In place of the policy's `cache.only`, for one model. */
export const modelCacheSchema = z.enum(CACHE_MODES);

export const policyCacheSchema = z.strictObject({
  ttl_seconds: z.number(),
  max_bytes: z.int(),
  only: z.enum(onlyModes),
});
