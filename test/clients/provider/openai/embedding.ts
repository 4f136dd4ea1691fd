import { z } from "zod";
import { demandShape } from "../refused.ts";
import type { EmbeddingWire } from "../wire.ts";

const request = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  dimensions: z.int().optional(),
  encoding_format: z.enum(["float", "base64"]).optional(),
});

/** https://platform.openai.com/docs/api-reference/embeddings */
export const embedding: EmbeddingWire = {
  read(body) {
    const { input, dimensions } = demandShape(request, body);
    return { input: typeof input === "string" ? [input] : input, dimensions };
  },
  whole: (vectors, tokens, body) => ({
    object: "list",
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: body.encoding_format === "base64" ? base64(vector) : vector,
    })),
    model: body.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }),
};

/** 32-bit floats, little-endian. */
function base64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes.toString("base64");
}
