import { data, PIXEL, type Seeds, WEATHER_SCHEMA } from "./seeds.ts";

const tools = [
  {
    type: "function",
    function: { name: "get_weather", description: "The weather", parameters: WEATHER_SCHEMA, strict: true },
  },
];
const call = { id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Łódź"}' } };
const ask = { role: "user", content: 'What is the weather in "Łódź"?\n' };
const usage = {
  prompt_tokens: 21,
  completion_tokens: 9,
  total_tokens: 30,
  prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 3, audio_tokens: 0 },
};

function answer(message: object, finish_reason: string): object {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_741_569_952,
    model: "gpt-4o-2024-08-06",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: null, refusal: null, ...message },
        logprobs: null,
        finish_reason,
      },
    ],
    usage,
    service_tier: "default",
  };
}

function stream(deltas: readonly object[], finish_reason: string): string[] {
  const head = {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_741_569_952,
    model: "gpt-4o-2024-08-06",
  };
  const event = (delta: object, finish: string | null) =>
    data({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
  return [
    event({ role: "assistant", content: "" }, null),
    ...deltas.map((delta) => event(delta, null)),
    event({}, finish_reason),
    data({ ...head, choices: [], usage }),
    "data: [DONE]\n\n",
  ];
}

/** https://platform.openai.com/docs/api-reference/chat */
export const openai: Seeds = {
  path: "/v1/chat/completions",
  requests: {
    text: {
      messages: [{ role: "system", content: "Be brief." }, ask],
      max_completion_tokens: 99,
      temperature: 0.5,
      top_p: 0.9,
      stop: ["END"],
      seed: 7,
      user: "u",
    },
    streamed: { messages: [ask], stream: true, stream_options: { include_usage: true } },
    "streamed, without usage": { messages: [ask], stream: true },
    parts: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "Hi" },
            { type: "text", text: "🀄" },
          ],
        },
      ],
    },
    tools: { messages: [ask], tools, tool_choice: "auto", parallel_tool_calls: false, stream: true },
    "tool results": {
      messages: [
        ask,
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: "call_1", content: '{"degrees":-3.5}' },
      ],
      tools,
      tool_choice: { type: "function", function: { name: "get_weather" } },
    },
    image: {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What is this?" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${PIXEL}`, detail: "low" } },
            { type: "image_url", image_url: { url: "https://example.com/a.png" } },
          ],
        },
      ],
    },
    thinking: { messages: [ask], reasoning_effort: "high", verbosity: "low", stream: true },
    structured: {
      messages: [ask],
      response_format: { type: "json_schema", json_schema: { name: "weather", strict: true, schema: WEATHER_SCHEMA } },
    },
  },
  answers: {
    text: answer({ content: 'Cold, "-3.5".', annotations: [] }, "stop"),
    "cut by the limit": answer({ content: "Co" }, "length"),
    "tool calls": answer({ tool_calls: [call, { ...call, id: "call_2" }] }, "tool_calls"),
    refusal: answer({ refusal: "I cannot." }, "stop"),
    reasoning: answer({ content: "Cold.", reasoning_content: "It is January." }, "stop"),
  },
  streams: {
    text: stream([{ content: "Cold" }, { content: ', "' }, { content: '-3.5"\n🀄' }], "stop"),
    "tool calls": stream(
      [
        {
          tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "get_weather", arguments: "" } }],
        },
        { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '"Łódź"}' } }] },
        { tool_calls: [{ index: 1, id: "call_2", type: "function", function: { name: "get_time", arguments: "{}" } }] },
      ],
      "tool_calls",
    ),
    reasoning: stream(
      [{ reasoning_content: "It is " }, { reasoning_content: "January." }, { content: "Cold." }],
      "stop",
    ),
    refusal: stream([{ refusal: "I cannot." }], "content_filter"),
  },
  errors: [
    { error: { message: "slow down", type: "rate_limit_error", param: null, code: "rate_limit_exceeded" } },
    { error: "a server that is only compatible" },
    { message: "another one", code: 500 },
  ],
};
