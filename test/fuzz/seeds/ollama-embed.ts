import type { Seeds } from "./seeds.ts";

const input = 'The weather in "Łódź"\n';
const FLOATS = [0.010071029, -0.0017594862, 1e-7];

function answer(...embeddings: readonly (readonly number[])[]): object {
  return {
    model: "all-minilm",
    embeddings,
    total_duration: 14_143_917,
    load_duration: 1_019_500,
    prompt_eval_count: 8,
  };
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings */
export const embed: Seeds = {
  path: "/api/embed",
  requests: {
    text: { input },
    several: { input: [input, "🀄"], truncate: false, keep_alive: "5m" },
    controlled: { input: [input], dimensions: 3, options: { num_ctx: 512 } },
  },
  answers: { one: answer(FLOATS), two: answer(FLOATS, [1, 0, -1]) },
  streams: {},
  errors: [{ error: "the input length exceeds the context length" }],
};
