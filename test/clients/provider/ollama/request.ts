import { z } from "zod";

const message = z.looseObject({
  role: z.enum(["system", "user", "assistant", "tool"]),
  content: z.string().default(""),
  thinking: z.string().optional(),
  images: z.array(z.base64()).optional(),
  tool_calls: z
    .array(
      z.looseObject({
        id: z.string().optional(),
        function: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
      }),
    )
    .optional(),
  tool_name: z.string().optional(),
  tool_call_id: z.string().optional(),
});

/** https://docs.ollama.com/api/chat. Ollama passes over what it does not know: here that is a mistake. */
export const request = z.strictObject({
  model: z.string(),
  messages: z.array(message),
  stream: z.boolean().default(true),
  think: z.union([z.boolean(), z.enum(["low", "medium", "high"])]).optional(),
  format: z.union([z.enum(["", "json"]), z.record(z.string(), z.unknown())]).optional(),
  tools: z
    .array(
      z.looseObject({
        type: z.literal("function"),
        function: z.looseObject({
          name: z.string(),
          description: z.string().optional(),
          parameters: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    )
    .optional(),
  options: z
    .strictObject({
      num_predict: z.int().optional(),
      temperature: z.number().optional(),
      top_p: z.number().optional(),
      stop: z.array(z.string()).optional(),
      top_k: z.int().optional(),
      min_p: z.number().optional(),
      seed: z.int().optional(),
      num_ctx: z.int().optional(),
      repeat_last_n: z.int().optional(),
      repeat_penalty: z.number().optional(),
      presence_penalty: z.number().optional(),
      frequency_penalty: z.number().optional(),
    })
    .default({}),
  logprobs: z.boolean().optional(),
  top_logprobs: z.int().optional(),
  truncate: z.boolean().optional(),
  shift: z.boolean().optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
});

export type Message = z.output<typeof message>;
