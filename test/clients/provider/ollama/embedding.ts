import { z } from "zod";
import { demandShape } from "../refused.ts";
import type { EmbeddingWire } from "../wire.ts";

const request = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string())]),
  truncate: z.boolean().optional(),
  dimensions: z.int().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
  keep_alive: z.union([z.string(), z.number()]).optional(),
});

/** https://docs.ollama.com/api/embed */
export const embedding: EmbeddingWire = {
  read(body) {
    const { input, dimensions } = demandShape(request, body);
    return { input: typeof input === "string" ? [input] : input, dimensions };
  },
  whole: (vectors, tokens, body) => ({
    model: body.model,
    embeddings: vectors,
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: tokens,
  }),
};
