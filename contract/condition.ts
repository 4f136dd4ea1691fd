import { z } from "zod";
import { DIALECTS } from "./dialect.ts";
import { name, pattern } from "./names.ts";

/** A value, or a list of values of which one is enough. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

const bound = z.number().min(0);
const comparison = z
  .strictObject({ gt: bound.optional(), gte: bound.optional(), lt: bound.optional(), lte: bound.optional() })
  .refine((value) => Object.keys(value).length > 0, "expected at least one of gt, gte, lt, lte");

export const PII_KINDS = ["email", "phone", "card", "iban", "ssn", "ip"] as const;
const piiKinds = z.array(z.enum(PII_KINDS)).min(1);
/** `true`: any kind. */
export const pii = z.union([z.literal(true), piiKinds]).transform((value) => (value === true ? [...PII_KINDS] : value));

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
  dialect: oneOrMore(z.enum(DIALECTS)).optional(),
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
