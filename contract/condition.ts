import { z } from "zod";
import { NAMED_OPERATIONS } from "../plugin/dialect/operation.ts";
import { PII_KINDS } from "../plugin/match/pii/kind.ts";
import { SCRIPTS } from "../plugin/match/script-name.ts";
import { DAYS } from "../plugin/policy/rules/day.ts";
import { DIALECTS } from "./dialect.ts";
import { name, pattern } from "./names.ts";

/** A value, or a list of values of which one is enough. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

const bound = z.number().min(0).optional();
const comparison = (unit: string) =>
  z
    .strictObject({
      gt: bound.meta({ description: "Greater than this.", unit }),
      gte: bound.meta({ description: "Greater than this, or equal.", unit }),
      lt: bound.meta({ description: "Less than this.", unit }),
      lte: bound.meta({ description: "Less than this, or equal.", unit }),
    })
    .refine((value) => Object.keys(value).length > 0, "expected at least one of gt, gte, lt, lte");

const piiNames = PII_KINDS.map(({ name }) => name);
const piiKinds = z.array(z.enum(piiNames)).min(1);
/** `true`: any kind. */
export const pii = z.union([z.literal(true), piiKinds]).transform((value) => (value === true ? [...piiNames] : value));

/** A language may be written in several. The first is of a text without letters, and has no name. */
const scriptNames = SCRIPTS.slice(1);

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as "08:30"')
  .meta({ title: "time of day", description: 'Hours and minutes, in quotes: `"08:30"`.' });
const time = z.strictObject({
  from: clock.default("00:00").describe("The window begins at this time of day."),
  to: clock
    .default("00:00")
    .describe(
      "The window ends before this time of day. It may lie after midnight. The same as `from` is the whole day.",
    ),
  days: z.array(z.enum(DAYS)).min(1).optional().meta({
    description: "The window begins on one of these days.",
    absent: "every day",
  }),
  // Envoy knows no time zones.
  utc_offset: z
    .string()
    .regex(/^[+-]([01]\d|2[0-3]):[0-5]\d$/, 'expected an offset such as "+01:00"')
    .meta({ title: "offset", description: 'Hours and minutes from UTC, in quotes: `"+01:00"`.' })
    .default("+00:00")
    .describe("`from`, `to` and `days` are of a clock with this offset from UTC."),
});

/** All conditions of a rule have to hold; an empty `when` always does. */
export const conditionSchema = z.strictObject({
  model: oneOrMore(pattern).optional().describe("The client asks for one of these models."),
  dialect: oneOrMore(z.enum(DIALECTS)).optional().describe("The client speaks one of these dialects."),
  endpoint: oneOrMore(z.enum(NAMED_OPERATIONS)).optional().describe("The client asks for one of these."),
  tenant: oneOrMore(pattern)
    .optional()
    .describe("The caller is of one of these tenants. An anonymous caller is of none."),
  tags: oneOrMore(name).optional().describe("The caller's key has one of these tags."),
  headers: z
    .record(
      z.string().regex(/^[a-z0-9!#$%&'*+.^_`|~-]+$/, "expected a lower-case header name"),
      z
        .union([pattern, z.boolean()])
        .describe("The whole value fits this pattern. `true`: the header is there. `false`: it is not."),
    )
    .optional()
    .describe("All these headers of the request are so. Names are in lower case."),
  time: time.optional().describe("The request comes in this window of time."),
  estimated_tokens: comparison("tokens")
    .optional()
    .describe("The prompt is so long, by an estimate: 4 bytes a token, 4 tokens a message, 1600 an image or document."),
  bytes: comparison("bytes").optional().describe("The body of the request is so large."),
  messages: comparison("messages").optional().describe("The conversation has so many messages."),
  has_tools: z.boolean().optional().describe("The request offers tools, or does not."),
  has_images: z.boolean().optional().describe("The request holds an image, or does not."),
  has_system: z.boolean().optional().describe("The request has a system prompt or instructions, or has none."),
  has_schema: z.boolean().optional().describe("The answer must keep to a JSON schema, or need not."),
  keywords: z
    .array(z.string().min(2).max(256))
    .min(1)
    .optional()
    .describe("One of these stands in a text of the prompt: as whole words, in upper or lower case."),
  prompt_matches: z.string().min(1).max(1024).optional().meta({
    title: "regular expression",
    description: "This regular expression (RE2's syntax) matches somewhere in a text of the prompt.",
  }),
  script: oneOrMore(z.enum(scriptNames)).optional().describe("Most letters of the prompt are of one of these scripts."),
  contains_pii: z
    .union([pii, z.literal(false)])
    .optional()
    .describe("The prompt holds personal data of one of these kinds. `true`: of any kind. `false`: of none."),
});
export type Condition = z.output<typeof conditionSchema>;
