import { z } from "zod";
import { httpUrl } from "./names.ts";
import { duration } from "./time.ts";

export const judgeSchema = z.strictObject({
  url: httpUrl.describe("The control plane sends the sample of prompts and answers to this service of yours."),
  sample: z
    .number()
    .refine((part) => part > 0 && part <= 1, "must be greater than 0 and at most 1")
    .default(0.01)
    .meta({ description: "This part of all answers is judged: 0.01 is one in a hundred.", unit: "part of 1" }),
  timeout: duration
    .refine((text) => Number.parseFloat(text) > 0, "must be longer than 0s")
    .default("30s")
    .describe("A verdict may take this long. No client waits for it."),
});
export type JudgeConfig = z.output<typeof judgeSchema>;

export const healthSchema = z.strictObject({
  judge: judgeSchema.optional().meta({
    description: "A service of yours says how good a sample of the answers is: see docs/health.md#a-judge.",
    absent: "no prompt and no answer leaves the filter for this",
  }),
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
