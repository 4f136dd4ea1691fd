import { z } from "zod";
import { AFFINITIES, SESSION_HEADERS } from "../plugin/policy/model/affinity.ts";
import { STRATEGIES } from "../plugin/policy/model/strategy.ts";
import { identifier } from "./names.ts";
import { duration, millisecondsOf } from "./time.ts";

/** What a target has to be, whatever the strategy says. Several of them (a tenant's, a model's, a rule's) hold together. */
export const requireSchema = z.strictObject({
  region: z
    .union([identifier, z.array(identifier).min(1)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional()
    .describe("The region of the target's provider is one of these."),
  private: z.literal(true).optional().describe("The target's provider has `private: true`."),
});
export type Require = z.output<typeof requireSchema>;

/** A stream that begins more slowly than this is left for the next target. */
const minThroughputSchema = z.strictObject({
  tokens_per_second: z
    .number()
    .positive()
    .meta({ description: "A stream must begin at least so fast.", unit: "tokens per second" }),
  over: duration
    .default("2s")
    .describe("The speed is measured over this time, from the first token on. The stream is held meanwhile."),
});

/** The filter looks twice a second. */
export const keepalive = duration.refine((text) => millisecondsOf(text) >= 1000, "must be at least 1s");

const hedgeSchema = z.strictObject({
  after: duration.describe("A second target is asked too when the first has said nothing for so long."),
});

/** Which requests are turns of one conversation, and stay with one of the targets. */
const affinitySchema = z.strictObject({
  by: z
    .enum(AFFINITIES)
    .default("told")
    .describe(
      "`told`: by `prompt_cache_key`, a session header, or the user that the request names. `first_turns`: else by the system prompt and the user's first words. `none`: each request is drawn by itself.",
    ),
  header: z
    .string()
    .regex(/^[a-z0-9!#$%&'*+.^_|~-]{1,128}$/, 'expected the name of a header, in lower case: "x-chat-id"')
    .optional()
    .meta({
      description: "This request header alone names the session.",
      absent: `the first of these that there is: ${SESSION_HEADERS.map((name) => `\`${name}\``).join(", ")}`,
    }),
});

const CATALOGUED = "as the catalogue has it, else not known and not held against the target";

/** What a target can take. */
export const capabilitiesSchema = z.strictObject({
  context_length: z.int().positive().optional().meta({
    description: "The target takes so many tokens of prompt and answer together.",
    unit: "tokens",
    absent: CATALOGUED,
  }),
  vision: z.boolean().optional().meta({ description: "Whether the target takes images.", absent: CATALOGUED }),
  tools: z.boolean().optional().meta({ description: "Whether the target takes tools.", absent: CATALOGUED }),
});
export type Capabilities = z.output<typeof capabilitiesSchema>;

/** Of a model, beside its targets. */
export const routingFields = {
  strategy: z.enum(STRATEGIES).optional().meta({
    description: "Which target is asked first: see docs/routing.md#strategies.",
    absent: "`weighted` where a target has a `weight`, else `priority`",
  }),
  affinity: affinitySchema.optional().meta({
    description: "How the turns of a conversation stay with one target under `weighted`: see docs/routing.md#affinity.",
    absent: "`{ by: told }`",
  }),
  first_token: duration.optional().meta({
    description: "An attempt must bring its first token within this time, or its whole answer if it is no stream.",
    absent: "`timeouts.first_token`",
  }),
  keepalive: keepalive.optional().meta({
    description: "A streamed answer is silent for no longer than this: see docs/failures.md#silence.",
    absent: "`keepalive` of the whole file",
  }),
  min_throughput: minThroughputSchema.optional().meta({
    description: "A stream that begins more slowly than this is left for the next target: see docs/failures.md#how.",
    absent: "a stream may be as slow as it is",
  }),
  hedge: hedgeSchema.optional().meta({
    description: "Two targets are asked, and the first with content answers: see docs/failures.md#how.",
    absent: "one target is asked at a time",
  }),
  require: requireSchema
    .optional()
    .describe("A target must meet this to get requests of this model: see docs/routing.md#requirements."),
};

const milliseconds = z.int().positive();

/** As the filter reads it. */
export const policyRoutingFields = {
  strategy: z.enum(STRATEGIES),
  affinity: affinitySchema.optional(),
  first_token_ms: milliseconds.optional(),
  min_throughput: z.strictObject({ tokens_per_second: z.number(), over_ms: milliseconds }).optional(),
  hedge_ms: milliseconds.optional(),
  keepalive_ms: milliseconds.optional(),
  require: requireSchema.optional(),
};
