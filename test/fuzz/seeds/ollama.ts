import { PIXEL, type Seeds, WEATHER_SCHEMA } from "./seeds.ts";

const tools = [
  { type: "function", function: { name: "get_weather", description: "The weather", parameters: WEATHER_SCHEMA } },
];
const call = { function: { name: "get_weather", arguments: { city: "Łódź" } } };
const ask = { role: "user", content: 'What is the weather in "Łódź"?\n' };
const head = { model: "llama3.2:3b", created_at: "2025-03-10T01:45:52.123456789Z" };
const counts = {
  total_duration: 4_883_583_458,
  load_duration: 1_334_875,
  prompt_eval_count: 21,
  prompt_eval_duration: 342_546_000,
  eval_count: 9,
  eval_duration: 4_535_599_000,
};

function answer(message: object, done_reason: string): object {
  return { ...head, message: { role: "assistant", content: "", ...message }, done_reason, done: true, ...counts };
}

function stream(messages: readonly object[], done_reason: string): string[] {
  const line = (document: object) => `${JSON.stringify(document)}\n`;
  return [
    ...messages.map((message) =>
      line({ ...head, message: { role: "assistant", content: "", ...message }, done: false }),
    ),
    line(answer({}, done_reason)),
  ];
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export const ollama: Seeds = {
  path: "/api/chat",
  requests: {
    text: {
      messages: [{ role: "system", content: "Be brief." }, ask],
      stream: false,
      options: { num_predict: 99, temperature: 0.5, top_p: 0.9, top_k: 40, stop: ["END"], seed: 7, num_ctx: 4096 },
      keep_alive: "5m",
    },
    streamed: { messages: [ask] },
    tools: { messages: [ask], tools },
    "tool results": {
      messages: [
        ask,
        { role: "assistant", content: "", tool_calls: [call] },
        { role: "tool", tool_name: "get_weather", content: "-3.5" },
      ],
      tools,
      stream: false,
    },
    image: { messages: [{ role: "user", content: "What is this?", images: [PIXEL] }], stream: false },
    thinking: { messages: [ask], think: true },
    structured: { messages: [ask], format: WEATHER_SCHEMA, stream: false },
    "structured, without a schema": { messages: [ask], format: "json", stream: false },
  },
  answers: {
    text: answer({ content: 'Cold, "-3.5".' }, "stop"),
    "cut by the limit": answer({ content: "Co" }, "length"),
    "tool calls": answer({ tool_calls: [call, call] }, "stop"),
    thinking: answer({ thinking: "It is January.", content: "Cold." }, "stop"),
  },
  streams: {
    text: stream([{ content: "Cold" }, { content: ', "' }, { content: '-3.5"\n🀄' }], "stop"),
    "tool calls": stream([{ content: "Let me see." }, { tool_calls: [call] }, { tool_calls: [call] }], "stop"),
    thinking: stream([{ thinking: "It is " }, { thinking: "January." }, { content: "Cold." }], "stop"),
  },
  errors: [{ error: "model 'x' not found" }],
};
