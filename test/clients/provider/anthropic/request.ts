import { z } from "zod";

const cached = { cache_control: z.unknown().optional() };
/** "text content blocks must be non-empty" */
const textBlock = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1),
  citations: z.null().optional(),
  ...cached,
});
const imageBlock = z.strictObject({
  type: z.literal("image"),
  source: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("base64"),
      media_type: z.enum(["image/jpeg", "image/png", "image/gif", "image/webp"]),
      data: z.base64(),
    }),
    z.strictObject({ type: z.literal("url"), url: z.url() }),
  ]),
  ...cached,
});
const id = z.string().regex(/^[a-zA-Z0-9_-]+$/);
const thinkingBlock = z.strictObject({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() });
const toolUseBlock = z.strictObject({
  type: z.literal("tool_use"),
  id,
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  caller: z.unknown().optional(),
  ...cached,
});
const toolReferenceBlock = z.strictObject({ type: z.literal("tool_reference"), tool_name: z.string(), ...cached });
const toolResultBlock = z.strictObject({
  type: z.literal("tool_result"),
  tool_use_id: id,
  content: z.union([z.string(), z.array(z.union([textBlock, imageBlock, toolReferenceBlock]))]).optional(),
  is_error: z.boolean().optional(),
  ...cached,
});
const userBlock = z.discriminatedUnion("type", [textBlock, imageBlock, toolResultBlock]);
const assistantBlock = z.discriminatedUnion("type", [textBlock, thinkingBlock, toolUseBlock]);

const effort = z.enum(["low", "medium", "high", "xhigh", "max"]).nullish();

const message = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("user"), content: z.union([z.string().min(1), z.array(userBlock).min(1)]) }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.union([z.string().min(1), z.array(assistantBlock).min(1)]),
  }),
  z.strictObject({
    role: z.literal("system"),
    content: z.union([z.string().min(1), z.array(textBlock).min(1)]),
    output_config: z.strictObject({ effort }).optional(),
  }),
]);

const parallel = { disable_parallel_tool_use: z.boolean().optional() };

/** Of a count of tokens too. https://platform.claude.com/docs/en/api/messages: an unknown field is refused. */
export const request = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(textBlock)]).optional(),
  max_tokens: z.int().min(1).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().optional(),
  stop_sequences: z.array(z.string()).optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal("custom").optional(),
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal("object") }),
        strict: z.boolean().optional(),
        eager_input_streaming: z.boolean().nullish(),
        defer_loading: z.boolean().optional(),
        ...cached,
      }),
    )
    .optional(),
  tool_choice: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("auto"), ...parallel }),
      z.strictObject({ type: z.literal("any"), ...parallel }),
      z.strictObject({ type: z.literal("tool"), name: z.string(), ...parallel }),
      z.strictObject({ type: z.literal("none") }),
    ])
    .optional(),
  thinking: z
    .discriminatedUnion("type", [
      z.strictObject({
        type: z.literal("enabled"),
        budget_tokens: z.int().min(1024),
        display: z.enum(["summarized", "omitted"]).nullish(),
      }),
      z.strictObject({ type: z.literal("adaptive"), display: z.enum(["summarized", "omitted", "updates"]).nullish() }),
      z.strictObject({ type: z.literal("disabled") }),
    ])
    .optional(),
  output_config: z
    .strictObject({
      effort,
      format: z.strictObject({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) }).nullish(),
    })
    .optional(),
  top_k: z.int().min(0).optional(),
  metadata: z.strictObject({ user_id: z.string().max(512).nullish() }).optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
  context_management: z.strictObject({ edits: z.array(z.looseObject({ type: z.string() })).optional() }).nullish(),
  ...cached,
});

export type Request = z.output<typeof request>;
export type Message = z.output<typeof message>;
