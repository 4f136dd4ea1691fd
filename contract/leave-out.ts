import { z } from "zod";

const pattern = z
  .string()
  .regex(/^[A-Za-z0-9_.*?-]{1,128}$/, "expected a name or glob of letters, digits, '_', '-', '.', '*' and '?'")
  .meta({ title: "name or glob" });

const patterns = z.array(pattern).max(32, "at most 32 names").default([]);

/** What must not be in a request of the provider's own dialect, though the client says it. */
export const leaveOutSchema = z.strictObject({
  betas: patterns.describe("Values of the header `anthropic-beta`, such as `context-management-*`."),
  fields: patterns.describe(
    "Fields at the top of the body, such as `context_management`. Never `model`, `stream` and the conversation.",
  ),
});
export type LeaveOut = z.output<typeof leaveOutSchema>;
