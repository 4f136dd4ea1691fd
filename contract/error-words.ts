import { z } from "zod";

const phrase = z
  .string()
  .min(4, "must have at least 4 characters: a shorter one is in too many messages")
  .max(256, "must be at most 256 characters")
  .refine((text) => text.replaceAll("*", "").trim() !== "", "must hold more than '*'")
  .meta({
    title: "phrase",
    description:
      "An error's code, or how its message begins, in any case; `*` stands for anything (`*out of credit*`). 4 to 256 characters.",
  });

const phrases = z.array(phrase).max(32, "at most 32 phrases").optional();

/** Words of a server that nobody else knows: see docs/failures.md. The names are those of the failures' table. */
export const errorWordsSchema = z.strictObject({
  quota: phrases.describe("The provider's account is used up."),
  key_refused: phrases.describe("The provider key is wrong."),
  model_not_found: phrases.describe("The provider does not have the model."),
  context_length: phrases.describe("The prompt is longer than the model's context."),
  rate_limit: phrases.describe("The provider wants to be asked less often."),
});
