import type { Seeds } from "./seeds.ts";

const prompt = 'The weather in "Łódź"\n';

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embedding */
export const legacyEmbeddings: Seeds = {
  path: "/api/embeddings",
  requests: { text: { prompt }, controlled: { prompt, keep_alive: 300, options: { num_ctx: 512 } } },
  answers: { vector: { embedding: [0.5670403838157654, 0.009260174818336964, -1e-7] } },
  streams: {},
  errors: [{ error: "model 'x' not found" }],
};
