import { z } from "zod";

const inputText = z.looseObject({ type: z.literal("input_text"), text: z.string() });
const inputImage = z.looseObject({ type: z.literal("input_image"), image_url: z.string() });
const outputText = z.looseObject({ type: z.literal("output_text"), text: z.string() });
const refusal = z.looseObject({ type: z.literal("refusal"), refusal: z.string() });

const message = z.discriminatedUnion("role", [
  z.looseObject({
    type: z.literal("message").optional(),
    role: z.enum(["user", "system", "developer"]),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [inputText, inputImage]))]),
  }),
  z.looseObject({
    type: z.literal("message").optional(),
    role: z.literal("assistant"),
    content: z.union([z.string(), z.array(z.discriminatedUnion("type", [outputText, refusal]))]),
  }),
]);
const callId = z.string().min(1).max(64);
const status = z.enum(["in_progress", "completed", "incomplete"]).nullish();
const output = z.union([z.string(), z.array(z.discriminatedUnion("type", [inputText, inputImage]))]);
const functionCall = z.strictObject({
  type: z.literal("function_call"),
  id: z.string().startsWith("fc").nullish(),
  call_id: callId,
  name: z.string(),
  namespace: z.string().nullish(),
  arguments: z.string(),
  /** The library's own stream helpers add it. */
  parsed_arguments: z.unknown().optional(),
  status,
});
const functionCallOutput = z.strictObject({
  type: z.literal("function_call_output"),
  id: z.string().nullish(),
  call_id: callId,
  output,
  status,
});
const customToolCall = z.strictObject({
  type: z.literal("custom_tool_call"),
  id: z.string().startsWith("ctc").nullish(),
  call_id: callId,
  name: z.string(),
  namespace: z.string().nullish(),
  input: z.string(),
  status,
});
const customToolCallOutput = z.strictObject({
  type: z.literal("custom_tool_call_output"),
  id: z.string().nullish(),
  call_id: callId,
  output,
  status,
});
const reasoning = z.strictObject({
  type: z.literal("reasoning"),
  id: z.string().startsWith("rs").nullish(),
  summary: z.array(z.strictObject({ type: z.literal("summary_text"), text: z.string() })),
  content: z.null().optional(),
  encrypted_content: z.string().nullish(),
  status,
});

const deferred = { defer_loading: z.boolean().optional() };
const functionTool = z.strictObject({
  type: z.literal("function"),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  description: z.string().nullish(),
  parameters: z.looseObject({ type: z.literal("object") }).nullish(),
  strict: z.boolean().nullish(),
  ...deferred,
});
const customTool = z.strictObject({
  type: z.literal("custom"),
  name: z.string(),
  description: z.string().optional(),
  format: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("text") }),
      z.strictObject({ type: z.literal("grammar"), syntax: z.enum(["lark", "regex"]), definition: z.string() }),
    ])
    .optional(),
  ...deferred,
});
const namespaceTool = z.strictObject({
  type: z.literal("namespace"),
  name: z.string(),
  description: z.string(),
  tools: z.array(z.discriminatedUnion("type", [functionTool, customTool])).min(1),
});
/** What OpenAI runs by itself is not told apart further. */
const hostedTool = z.looseObject({ type: z.enum(["web_search", "web_search_preview", "tool_search", "local_shell"]) });
const tool = z.discriminatedUnion("type", [functionTool, customTool, namespaceTool, hostedTool]);

const additionalTools = z.strictObject({
  type: z.literal("additional_tools"),
  id: z.string().nullish(),
  role: z.literal("developer"),
  tools: z.array(tool),
});

const item = z.union([
  message,
  z.discriminatedUnion("type", [
    functionCall,
    functionCallOutput,
    customToolCall,
    customToolCallOutput,
    reasoning,
    additionalTools,
  ]),
]);

/** https://platform.openai.com/docs/api-reference/responses/create: an unknown field is refused. */
export const request = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  store: z.boolean().nullish(),
  include: z.array(z.string()).nullish(),
  max_output_tokens: z.int().nullish(),
  max_tool_calls: z.int().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.strictObject({ type: z.literal("function"), name: z.string() })])
    .optional(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z
    .strictObject({
      format: z
        .discriminatedUnion("type", [
          z.strictObject({ type: z.enum(["text", "json_object"]) }),
          z.strictObject({
            type: z.literal("json_schema"),
            name: z.string(),
            description: z.string().optional(),
            schema: z.record(z.string(), z.unknown()),
            strict: z.boolean().nullish(),
          }),
        ])
        .optional(),
      verbosity: z.enum(["low", "medium", "high"]).nullish(),
    })
    .optional(),
  reasoning: z
    .strictObject({
      effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]).nullish(),
      summary: z.enum(["auto", "concise", "detailed"]).nullish(),
      context: z.enum(["auto", "current_turn", "all_turns"]).nullish(),
    })
    .nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  /** Of Codex: no page tells of it. */
  client_metadata: z.record(z.string(), z.string()).nullish(),
  user: z.string().optional(),
  safety_identifier: z.string().max(64).nullish(),
  prompt_cache_key: z.string().max(64).nullish(),
  prompt_cache_retention: z.enum(["in_memory", "24h"]).nullish(),
  service_tier: z.enum(["auto", "default", "flex", "scale", "priority"]).nullish(),
  truncation: z.enum(["auto", "disabled"]).nullish(),
});

export type OfferedTool = z.output<typeof tool>;
export type Message = z.output<typeof message>;
export type Item = z.output<typeof item>;
