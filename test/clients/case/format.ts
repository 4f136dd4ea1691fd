import type { Reply } from "../neutral/reply.ts";
import type { Case } from "./case.ts";
import { chat } from "./chat.ts";
import { QUESTION, USAGE } from "./fixtures.ts";

const format = {
  name: "kana",
  schema: {
    type: "object",
    properties: { name: { type: "string" }, strokes: { type: "integer" } },
    required: ["name", "strokes"],
    additionalProperties: false,
  },
};

const SAYS_JSON: Reply = { pieces: ['{"name": ', '"あ \\"a\\""', ', "strokes": 3}'], stop: "end", usage: USAGE };

/** The answer is of the schema, and the provider knew the schema. */
export const FORMATS: readonly Case[] = chat(
  "structured-output",
  { turns: [{ role: "user", text: QUESTION }], format },
  [SAYS_JSON],
);
