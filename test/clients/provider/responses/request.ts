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
const functionCall = z.looseObject({
  type: z.literal("function_call"),
  id: z.string().startsWith("fc").optional(),
  call_id: z.string().min(1).max(64),
  name: z.string(),
  arguments: z.string(),
});
const functionCallOutput = z.looseObject({
  type: z.literal("function_call_output"),
  call_id: z.string(),
  output: z.union([z.string(), z.array(inputText)]),
});
const reasoning = z.looseObject({
  type: z.literal("reasoning"),
  id: z.string().startsWith("rs").optional(),
  summary: z.array(z.looseObject({ type: z.literal("summary_text"), text: z.string() })),
  encrypted_content: z.string().nullish(),
});
const item = z.union([message, z.discriminatedUnion("type", [functionCall, functionCallOutput, reasoning])]);

/** https://platform.openai.com/docs/api-reference/responses/create: an unknown field is refused. */
export const request = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  include: z.array(z.string()).nullish(),
  max_output_tokens: z.int().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal("function"),
        name: z.string(),
        description: z.string().nullish(),
        parameters: z.record(z.string(), z.unknown()).nullable(),
        strict: z.boolean().nullish(),
      }),
    )
    .optional(),
  tool_choice: z
    .union([z.enum(["none", "auto", "required"]), z.strictObject({ type: z.literal("function"), name: z.string() })])
    .optional(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z
    .strictObject({
      format: z
        .strictObject({
          type: z.literal("json_schema"),
          name: z.string(),
          description: z.string().optional(),
          schema: z.record(z.string(), z.unknown()),
          strict: z.boolean().nullish(),
        })
        .optional(),
    })
    .optional(),
  reasoning: z
    .strictObject({
      effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]).nullish(),
      summary: z.enum(["auto", "concise", "detailed"]).nullish(),
    })
    .nullish(),
});

export type Message = z.output<typeof message>;
export type Item = z.output<typeof item>;
