import { z } from "zod";
import { conditionSchema, oneOrMore, pii } from "./condition.ts";
import { identifier, modelName } from "./names.ts";
import { requireSchema } from "./routing.ts";

const outcomes = {
  use: modelName
    .optional()
    .describe("This model is taken in place of the one that was asked for. The caller must be allowed to use it."),
  deny: z.string().min(1).max(1024).optional().describe("The request is refused with 403 and this message."),
  ask: identifier.optional().describe("One of `decisions` is asked what to do. The request waits for its answer."),
  tag: oneOrMore(identifier)
    .optional()
    .describe("Words for the request. The access log and the response header `x-headgate-tags` have them."),
  set: z
    .strictObject({
      max_tokens: z.int().positive().optional().meta({
        description: "The answer is at most so long. A shorter limit of the client's own stays.",
        unit: "tokens",
      }),
      temperature: z.number().min(0).max(2).optional().describe("The temperature, whatever the client wrote."),
      cache: z
        .enum(["5m", "1h"])
        .optional()
        .describe(
          "A provider of Anthropic's dialect keeps the prompt in its cache for so long, up to its last block. A client's own `cache_control` goes before.",
        ),
    })
    .refine((value) => Object.keys(value).length > 0, "expected max_tokens, temperature or cache")
    .optional()
    .describe("Settings of the request are changed."),
  redact: pii
    .optional()
    .describe("Personal data of these kinds is replaced in the prompt before it leaves. `true`: of every kind."),
  require: requireSchema
    .optional()
    .describe("A target must meet this to get the request: see docs/routing.md#requirements."),
};

/** The first rule whose conditions hold applies, and no other. */
export const ruleSchema = z
  .strictObject({
    id: identifier.optional().meta({
      description: "The rule's name in the access log and in `x-headgate-rule`.",
      absent: "`rule-1`, `rule-2` …, by its place",
    }),
    when: conditionSchema.default({}).meta({
      description: "The rule applies if all these conditions hold.",
      absent: "it always applies",
    }),
    ...outcomes,
  })
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
