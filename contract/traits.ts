import { z } from "zod";

/** What providers of one dialect differ in. The descriptions stand in `docs/providers.md`. */
export const traitsSchema = z.strictObject({
  limit_field: z
    .enum(["max_tokens", "max_completion_tokens"])
    .describe("`openai`: the field that limits the length of an answer"),
  stream_usage: z
    .boolean()
    .describe("`openai`: whether a stream may be asked for its token counts (`stream_options.include_usage`)"),
  reasoning_history: z
    .enum(["none", "reasoning", "reasoning_content", "reasoning_details"])
    .describe("`openai`: the field of an assistant's message in which its earlier reasoning is sent back"),
  thinking: z
    .enum(["budget", "adaptive"])
    .describe("`anthropic`: how an effort is asked for, by `budget_tokens` or by `adaptive` thinking with an `effort`"),
  json_schema: z.boolean().describe("whether an answer can be held to a JSON schema, and not only to JSON"),
  completions: z
    .string()
    .regex(/^(none|\/[A-Za-z0-9._~/-]*)$/, 'expected "none" or a path such as "/completions"')
    .describe(
      "`openai`: the path of its own completions (`/completions`), behind the base URL. Without one a prompt is sent as a chat",
    ),
  tool_signatures: z
    .enum(["none", "google"])
    .describe("`openai`: whether calls in a history carry the thought signatures that Gemini asks for"),
  sampling: z
    .enum(["taken", "without_effort", "none"])
    .describe(
      "`openai`, `responses`, `anthropic`: whether the model takes `temperature`, `top_p` and the like: always, only where it does not think, or never. What it does not take is left out, of its own dialect's requests too",
    ),
  stop_sequences: z
    .enum(["taken", "none"])
    .describe("`openai`: whether the model takes `stop`. For one that does not the gateway ends the answer"),
  effort_with_tools: z
    .enum(["anywhere", "responses", "responses_unless_none"])
    .describe(
      "where a request goes that has tools and asks the model to think: to any face, or to `responses` where there is that face. OpenAI's newest models refuse both together in a chat completion; `responses_unless_none`: those that think unless the effort is `none`",
    ),
  tool_id: z
    .enum(["any", "nine"])
    .describe("what the id of a tool call may be: anything, or exactly nine letters and digits"),
});
export type Traits = z.output<typeof traitsSchema>;
