import { z } from "zod";
import { httpUrl, identifier, modelName } from "./names.ts";
import { duration } from "./time.ts";

export const decisionSchema = z.strictObject({
  url: httpUrl.describe("The control plane sends the question to this service of yours."),
  timeout: duration.default("0.25s").describe("A request waits at most this long for the answer."),
  default: modelName.optional().meta({
    description: "This model is taken when no good answer comes in time.",
    absent: "the model that the client asked for",
  }),
});
export type Decision = z.output<typeof decisionSchema>;

/** As the filter reads it. */
export const policyDecisionSchema = z.strictObject({
  name: z.string(),
  timeout_ms: z.int(),
  default: z.string().optional(),
});

/** What a rule that asks sends on, and what the decision's own service gets: one question for each request. */
export const questionSchema = z.strictObject({
  /** The name of the decision, and the id of the rule that asks. */
  decision: z.string(),
  rule: z.string(),
  /** The model that the caller asked for. */
  model: z.string(),
  /** Of the caller. */
  dialect: z.string(),
  /** Who asks; absent: an anonymous caller. */
  tenant: z.string().optional(),
  key: z.string().optional(),
  /** Of the key. */
  tags: z.array(z.string()),
  estimated_tokens: z.int(),
  messages: z.int(),
  has_tools: z.boolean(),
  has_images: z.boolean(),
  /** What the user said last, at most 4 KiB of it. */
  prompt: z.string(),
});

/** What a decision answers; `{}`: all is as it should be. */
export const answerSchema = z
  .strictObject({
    /** The model to take; the caller has to be allowed it. */
    use: modelName.optional(),
    /** The message of a 403. */
    deny: z.string().min(1).max(1024).optional(),
    tag: z.array(identifier).max(16).optional(),
  })
  .refine((answer) => answer.use === undefined || answer.deny === undefined, "has both use and deny");
