import { z } from "zod";
import { duration } from "./time.ts";

export const judgeSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" }),
  /** The part of all answers that goes to it. */
  sample: z
    .number()
    .refine((part) => part > 0 && part <= 1, "must be greater than 0 and at most 1")
    .default(0.01),
  /** How long a verdict may take. Nobody waits for it but those that come next. */
  timeout: duration.refine((text) => Number.parseFloat(text) > 0, "must be longer than 0s").default("30s"),
});
export type JudgeConfig = z.output<typeof judgeSchema>;

export const healthSchema = z.strictObject({
  /** Absent: not a word of prompts or answers leaves the filter for the sake of health. */
  judge: judgeSchema.optional(),
});

export const policyJudgeSchema = z.strictObject({ sample: z.number().positive().max(1) });

/** An answer to be judged: what the filter hands to the control plane, and the judge gets. */
export const caseSchema = z.strictObject({
  target: z.string(),
  /** As the caller asked for it, or as a rule has it. */
  model: z.string(),
  /** What the user said last, and what the target said; at most the first 8 KiB of each. */
  prompt: z.string(),
  answer: z.string(),
});
export type Case = z.output<typeof caseSchema>;

/** What a judge says of an answer: 0 is useless, 1 is as good as can be. */
export const verdictSchema = z.strictObject({ score: z.number().min(0).max(1) });
