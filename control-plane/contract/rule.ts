import { z } from "zod";
import { duration, identifier, modelName, name, pattern } from "./names.ts";
import { requireSchema } from "./routing.ts";

/** A value, or a list of values of which one is enough. */
const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

const bound = z.number().min(0);
const comparison = z
  .strictObject({ gt: bound.optional(), gte: bound.optional(), lt: bound.optional(), lte: bound.optional() })
  .refine((value) => Object.keys(value).length > 0, "expected at least one of gt, gte, lt, lte");

export const PII_KINDS = ["email", "phone", "card", "iban", "ssn", "ip"] as const;
const piiKinds = z.array(z.enum(PII_KINDS)).min(1);
/** `true`: any kind. */
const pii = z.union([z.literal(true), piiKinds]).transform((value) => (value === true ? [...PII_KINDS] : value));

/** By Unicode's names; a language may be written in several. */
export const SCRIPTS = [
  "latin",
  "cyrillic",
  "greek",
  "han",
  "hiragana",
  "katakana",
  "hangul",
  "arabic",
  "hebrew",
  "devanagari",
  "thai",
  "georgian",
  "armenian",
  "bengali",
  "tamil",
  "telugu",
  "kannada",
  "malayalam",
  "gujarati",
  "gurmukhi",
  "sinhala",
  "khmer",
  "lao",
  "myanmar",
  "ethiopic",
  "tibetan",
  "mongolian",
] as const;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "08:30"');
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const time = z.strictObject({
  /** From a time of day up to another, which may lie behind midnight. */
  from: clock.default("00:00"),
  to: clock.default("00:00"),
  days: z.array(z.enum(DAYS)).min(1).optional(),
  /** Of both: Envoy knows no time zones, so an offset to UTC. */
  utc_offset: z
    .string()
    .regex(/^[+-]([01]\d|2[0-3]):[0-5]\d$/, 'expected an offset such as "+01:00"')
    .default("+00:00"),
});

/** All conditions of a rule have to hold; an empty `when` always does. */
export const conditionSchema = z.strictObject({
  /** Patterns, as in an allowlist, over the model that was asked for. */
  model: oneOrMore(pattern).optional(),
  dialect: oneOrMore(z.enum(["openai", "responses", "anthropic", "ollama"])).optional(),
  endpoint: oneOrMore(z.enum(["chat", "embeddings", "count_tokens"])).optional(),
  tenant: oneOrMore(pattern).optional(),
  /** Tags of the caller's key: one of them. */
  tags: oneOrMore(name).optional(),
  /** Of the request, by lower-case name: a pattern over the whole value, or whether it is there. */
  headers: z
    .record(
      z.string().regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, "expected a lower-case header name"),
      z.union([pattern, z.boolean()]),
    )
    .optional(),
  time: time.optional(),
  /** About four bytes a token. */
  estimated_tokens: comparison.optional(),
  /** Of the body. */
  bytes: comparison.optional(),
  messages: comparison.optional(),
  has_tools: z.boolean().optional(),
  has_images: z.boolean().optional(),
  has_system: z.boolean().optional(),
  /** Whether the answer is to keep to a JSON schema. */
  has_schema: z.boolean().optional(),
  /** One of these words stands in the prompt, in any case. */
  keywords: z.array(z.string().min(2).max(256)).min(1).optional(),
  /** A regular expression, RE2's syntax, that matches somewhere in a text of the prompt. */
  prompt_matches: z.string().min(1).max(1024).optional(),
  /** The writing system of most of the prompt's letters. */
  script: oneOrMore(z.enum(SCRIPTS)).optional(),
  contains_pii: z.union([pii, z.literal(false)]).optional(),
});
export type Condition = z.output<typeof conditionSchema>;

const outcomes = {
  /** Another model in place of the one that was asked for; the caller has to be allowed it. */
  use: modelName.optional(),
  /** The message of a 403. */
  deny: z.string().min(1).max(1024).optional(),
  /** The name of a decision, see `decisions`. */
  ask: identifier.optional(),
  /** Words for the statistics, the access log and the response header `x-headgate-tags`. */
  tag: oneOrMore(identifier).optional(),
  set: z
    .strictObject({
      /** No longer answer than this. */
      max_tokens: z.int().positive().optional(),
      temperature: z.number().min(0).max(2).optional(),
    })
    .refine((value) => Object.keys(value).length > 0, "expected max_tokens or temperature")
    .optional(),
  /** Kinds of personal data that are replaced in the prompt before it leaves. */
  redact: pii.optional(),
  /** What the request's targets have to be. */
  require: requireSchema.optional(),
};

/** The first rule whose conditions hold applies, and no other. */
export const ruleSchema = z
  .strictObject({ id: identifier.optional(), when: conditionSchema.default({}), ...outcomes })
  .superRefine((rule, context) => {
    const given = Object.keys(outcomes).filter((outcome) => rule[outcome as keyof typeof outcomes] !== undefined);
    if (given.length === 0) {
      context.addIssue({ code: "custom", message: `expected an outcome: ${Object.keys(outcomes).join(", ")}` });
    }
    const ways = given.filter((outcome) => outcome === "use" || outcome === "deny" || outcome === "ask");
    if (ways.length > 1) context.addIssue({ code: "custom", message: `has both ${ways.join(" and ")}` });
  });
export type Rule = z.output<typeof ruleSchema>;

/** Who decides where a rule asks: the control plane puts the question to this address. */
export const decisionSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** How long a request waits for it. */
  timeout: duration.default("0.25s"),
  /** The model that is taken when no answer came in time; absent: the one that was asked for. */
  default: modelName.optional(),
});
export type Decision = z.output<typeof decisionSchema>;

/** As the filter reads it: the same shape, defaults filled in, each with an id. */
export const policyRuleSchema = z.strictObject({ id: z.string(), when: conditionSchema, ...outcomes });
export const policyDecisionSchema = z.strictObject({
  name: z.string(),
  timeout_ms: z.int(),
  default: z.string().optional(),
});
