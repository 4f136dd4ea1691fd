import { z } from "zod";
import { conditionSchema, oneOrMore, pii } from "./condition.ts";
import { identifier, modelName } from "./names.ts";
import { requireSchema } from "./routing.ts";

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

/** As it stands in statistics and headers. */
export function ruleId(rule: Rule, index: number): string {
  return rule.id ?? `rule-${index + 1}`;
}

/** As the filter reads it: the same shape, defaults filled in, each with an id. */
export const policyRuleSchema = z.strictObject({ id: z.string(), when: conditionSchema, ...outcomes });
