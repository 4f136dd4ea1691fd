import { data, type Seeds } from "./seeds.ts";

const prompt = 'The weather in "Łódź" is\n';
const head = { id: "cmpl-1", object: "text_completion", created: 1_741_569_952, model: "gpt-3.5-turbo-instruct" };
const usage = { prompt_tokens: 21, completion_tokens: 9, total_tokens: 30 };
const choice = (text: string, finish_reason: string | null) => ({ text, index: 0, logprobs: null, finish_reason });

function stream(pieces: readonly string[], finish_reason: string): string[] {
  return [
    ...pieces.map((piece) => data({ ...head, choices: [choice(piece, null)], usage: null })),
    data({ ...head, choices: [choice("", finish_reason)], usage: null }),
    data({ ...head, choices: [], usage }),
    "data: [DONE]\n\n",
  ];
}

/** https://platform.openai.com/docs/api-reference/completions */
export const completions: Seeds = {
  path: "/v1/completions",
  requests: {
    text: { prompt, max_tokens: 99, temperature: 0.5, top_p: 0.9, stop: ["END"], seed: 7, user: "u" },
    streamed: { prompt, stream: true, stream_options: { include_usage: true } },
    "streamed, without usage": { prompt, stream: true },
    "a list of one": { prompt: [prompt], n: 1, best_of: 1, presence_penalty: 0.5, logprobs: 2 },
    several: { prompt: [prompt, "And"] },
    tokens: { prompt: [464, 6193] },
    "what no chat has": { prompt, suffix: "in winter.", echo: true },
  },
  answers: {
    text: { ...head, choices: [choice('cold, "-3.5".', "stop")], usage },
    "cut by the limit": { ...head, choices: [choice("co", "length")], usage },
  },
  streams: { text: stream(["cold", ', "', '-3.5"\n🀄'], "stop"), nothing: stream([], "content_filter") },
  errors: [{ error: { message: "slow down", type: "rate_limit_error", param: null, code: "rate_limit_exceeded" } }],
};
