import { z } from "zod";
import { address } from "./address.ts";
import { cacheSchema } from "./cache.ts";
import { clientKeySchema, tenantSchema } from "./client-key.ts";
import { controlPlaneFields } from "./control-plane.ts";
import { decisionSchema } from "./decision.ts";
import { healthSchema } from "./health.ts";
import { jwtSchema } from "./jwt.ts";
import { priceSchema } from "./limits.ts";
import { listenerTlsSchema } from "./listener-tls.ts";
import { modelSchema } from "./model.ts";
import { identifier, modelName } from "./names.ts";
import { writtenProvider } from "./provider.ts";
import { ruleSchema } from "./rule.ts";
import { duration } from "./time.ts";

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
