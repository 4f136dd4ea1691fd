import { z } from "zod";
import { address } from "./address.ts";
import { gatewayLimitsSchema } from "./address-limits.ts";
import { cacheSchema } from "./cache.ts";
import { clientKeySchema, tenantSchema } from "./client-key.ts";
import { controlPlaneFields } from "./control-plane.ts";
import { corsSchema } from "./cors.ts";
import { decisionSchema } from "./decision.ts";
import { healthSchema } from "./judge.ts";
import { jwtSchema } from "./jwt.ts";
import { priceSchema } from "./limits.ts";
import { listenerTlsSchema } from "./listener-tls.ts";
import { modelSchema } from "./model.ts";
import { identifier, modelName } from "./names.ts";
import { writtenProvider } from "./provider.ts";
import { keepalive } from "./routing.ts";
import { ruleSchema } from "./rule.ts";
import { duration } from "./time.ts";

const timeouts = z.strictObject({
  connect: duration.default("5s").describe("A connection to a provider must stand within this time."),
  // The head of the response is held until the first token, so this bounds the wait for it.
  first_token: duration
    .default("300s")
    .describe("An attempt must bring its first token within this time, or its whole answer if it is no stream."),
  idle: duration
    .default("600s")
    .describe(
      "A request may be silent for this long: while it waits for its attempts, all together, and inside a stream.",
    ),
});

const controlPlane = z.strictObject({
  listen: address
    .default("127.0.0.1:10080")
    .describe("The control plane listens here. An address that other machines can reach needs `control_plane.tls`."),
  ...controlPlaneFields,
});

/** `headgate.yaml` as users write it, defaults filled in but for the providers'. */
export const fileSchema = z
  .strictObject({
    listen: address
      .default("127.0.0.1:10000")
      .describe(
        "Clients send their requests here. An address that other machines can reach needs `keys`, `jwt` or `anonymous`.",
      ),
    control_plane: controlPlane
      .prefault({})
      .describe("The control plane checks `headgate.yaml`, gives the policy to Envoy and serves the admin API."),
    admin: address
      .default("127.0.0.1:9901")
      .describe("Envoy's admin interface listens here. It asks for no password: let nobody else reach it."),
    max_heap_bytes: z.int().min(268_435_456).optional().meta({
      description:
        "Envoy's heap. Near it Envoy gives memory back, then ends the requests that hold most, then refuses new ones with 503.",
      unit: "bytes",
      absent:
        "`headgate start` takes half of what the machine or the container has; a rendered `envoy.yaml` has no bound",
    }),
    anonymous: z.boolean().optional().meta({
      description:
        "`true`: callers without a client key are served, on any address. `false`: a client key is demanded, even while there is none yet; the admin API can make them.",
      absent: "callers without a key are served if there are no `keys` and no `jwt`, and then on loopback only",
    }),
    timeouts: timeouts.prefault({}).describe("How long things may take."),
    keepalive: keepalive.optional().meta({
      description:
        "A streamed answer is silent for no longer than this: comments or pings of the client's dialect stand in the gaps. A failure before the first content may then come too late for another target: see docs/failures.md#silence.",
      absent: "off: a caller may wait in silence until the first content",
    }),
    providers: z
      .record(identifier, writtenProvider)
      .describe(
        "The providers, by name. `{}` is enough for a name in docs/providers.md (`groq`, `mistral`, `vllm` …); the preset fills in the rest.",
      ),
    models: z
      .record(modelName, modelSchema)
      .describe("The models that clients may ask for, by name or glob (`gpt-*`). An exact name goes before a glob."),
    prices: z
      .record(modelName, priceSchema)
      .default({})
      .describe("Prices by upstream name: for every target without a `price` of its own, in place of the catalogue's."),
    tenants: z
      .record(identifier, tenantSchema.nullable())
      .default({})
      .describe("The tenants, by name. What a tenant may do holds for all its keys and tokens together."),
    keys: z.array(clientKeySchema).default([]).describe("The client keys: see docs/callers.md."),
    jwt: jwtSchema
      .optional()
      .describe("Callers may show a JSON Web Token in place of a client key: see docs/callers.md#tokens."),
    tls: listenerTlsSchema
      .optional()
      .describe("TLS of the gateway's own listener: see docs/callers.md#tls-and-mesh-identity."),
    cors: corsSchema.optional().meta({
      description: "Which web pages may use the gateway from a browser: see docs/callers.md#web-pages.",
      absent: "every page may where a client key or a token is demanded, and none where everybody is served",
    }),
    limits: gatewayLimitsSchema.default({}).describe("Limits that look at no key: see docs/limits.md#by-address."),
    rules: z
      .array(ruleSchema)
      .max(256, "at most 256 rules")
      .default([])
      .describe("The first rule whose conditions all hold applies, and no other: see docs/rules.md."),
    decisions: z
      .record(identifier, decisionSchema)
      .default({})
      .describe("Services of yours that a rule can ask, by name: see docs/rules.md#decisions."),
    health: healthSchema.prefault({}).describe("How the health of targets is measured: see docs/health.md."),
    cache: cacheSchema.optional().meta({
      description: "The response cache: see docs/cache.md. `{}` turns it on with the defaults below.",
      absent: "nothing is cached",
    }),
    explain: z
      .boolean()
      .default(true)
      .describe(
        "`true`: responses say in `x-headgate-*` headers how they came about. `false`: they do not, except for `x-headgate-dropped` and `x-headgate-approximated`.",
      ),
    seed: z.int().min(0).optional().meta({
      description: "For tests: each worker makes the same random choices again, from the start of each policy.",
      absent: "every choice is random",
    }),
  })
  .meta({
    title: "headgate.yaml",
    description: "The configuration of a Headgate gateway.",
    since: "0.1.0",
  });
