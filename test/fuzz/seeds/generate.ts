import { PIXEL, type Seeds, WEATHER_SCHEMA } from "./seeds.ts";

const prompt = 'What is the weather in "Łódź"?\n';
const head = { model: "llama3.2:3b", created_at: "2025-03-10T01:45:52.123456789Z" };
const counts = {
  context: [128006, 9125, 128007],
  total_duration: 4_883_583_458,
  load_duration: 1_334_875,
  prompt_eval_count: 21,
  prompt_eval_duration: 342_546_000,
  eval_count: 9,
  eval_duration: 4_535_599_000,
};

function answer(pieces: object, done_reason: string): object {
  return { ...head, response: "", ...pieces, done: true, done_reason, ...counts };
}

function stream(pieces: readonly object[], done_reason: string): string[] {
  const line = (document: object) => `${JSON.stringify(document)}\n`;
  return [
    ...pieces.map((piece) => line({ ...head, response: "", ...piece, done: false })),
    line(answer({}, done_reason)),
  ];
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-completion */
export const generate: Seeds = {
  path: "/api/generate",
  requests: {
    text: {
      prompt,
      system: "Be brief.",
      stream: false,
      options: { num_predict: 99, temperature: 0.5, top_p: 0.9, top_k: 40, stop: ["END"], seed: 7, num_ctx: 4096 },
      keep_alive: "5m",
    },
    streamed: { prompt },
    image: { prompt, images: [PIXEL], stream: false },
    thinking: { prompt, think: true },
    structured: { prompt, format: WEATHER_SCHEMA, stream: false },
    "what no chat has": { prompt, suffix: "END", raw: true, template: "{{ .Prompt }}", context: [128006] },
  },
  answers: {
    text: answer({ response: 'Cold, "-3.5".' }, "stop"),
    "cut by the limit": answer({ response: "Co" }, "length"),
    thinking: answer({ thinking: "It is January.", response: "Cold." }, "stop"),
  },
  streams: {
    text: stream([{ response: "Cold" }, { response: ', "' }, { response: '-3.5"\n🀄' }], "stop"),
    thinking: stream([{ thinking: "It is " }, { thinking: "January." }, { response: "Cold." }], "stop"),
  },
  errors: [{ error: "model 'x' not found" }],
};
