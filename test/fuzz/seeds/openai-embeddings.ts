import type { Seeds } from "./seeds.ts";

const input = 'The weather in "Łódź"\n';
const FLOATS = [-0.006929283495992422, 0.25, 1e-7];
/** 0.5 and -2. */
const BASE64 = "AAAAPwAAAMA=";

function answer(...vectors: readonly (readonly number[] | string)[]): object {
  return {
    object: "list",
    data: vectors.map((embedding, index) => ({ object: "embedding", index, embedding })),
    model: "text-embedding-3-small",
    usage: { prompt_tokens: 8, total_tokens: 8 },
  };
}

/** https://platform.openai.com/docs/api-reference/embeddings */
export const openaiEmbeddings: Seeds = {
  path: "/v1/embeddings",
  requests: {
    text: { input },
    several: { input: [input, "🀄"], dimensions: 3, encoding_format: "float" },
    base64: { input, encoding_format: "base64", user: "u" },
    "several, base64": { input: [input, "🀄"], encoding_format: "base64" },
    tokens: { input: [464, 6193, 287] },
    "lists of tokens": { input: [[464], [6193, 287]] },
  },
  answers: {
    one: answer(FLOATS),
    two: answer(FLOATS, [1, 0, -1]),
    "one, base64": answer(BASE64),
    "two, base64": answer(BASE64, BASE64),
  },
  streams: {},
  errors: [{ error: { message: "too long", type: "invalid_request_error", param: null, code: null } }],
};
