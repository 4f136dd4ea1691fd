import { anthropic } from "./anthropic.ts";
import type { Protocol } from "./protocol.ts";
import { demandShape } from "./shape.ts";

/** https://docs.claude.com/en/api/messages-count-tokens */
export const countTokens: Protocol = {
  checkError: anthropic.checkError,
  checkAnswer: (document) => demandShape(document, { input_tokens: "number" }),
};
