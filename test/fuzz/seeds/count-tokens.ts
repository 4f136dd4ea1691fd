import { anthropic } from "./anthropic.ts";
import type { Seeds } from "./seeds.ts";

const COUNTED = ["messages", "system", "tools", "tool_choice", "thinking", "output_config"];

function counted(request: object): object {
  return Object.fromEntries(Object.entries(request).filter(([name]) => COUNTED.includes(name)));
}

/** A message's request, without what says how to answer it. https://docs.claude.com/en/api/messages-count-tokens */
export const countTokens: Seeds = {
  path: "/v1/messages/count_tokens",
  requests: Object.fromEntries(Object.entries(anthropic.requests).map(([name, request]) => [name, counted(request)])),
  answers: { count: { input_tokens: 403 } },
  streams: {},
  errors: anthropic.errors,
};
