import { named, PIXEL, type Seeds, WEATHER_SCHEMA } from "./seeds.ts";

const tools = [
  { type: "function", name: "get_weather", description: "The weather", parameters: WEATHER_SCHEMA, strict: true },
];
const ask = { role: "user", content: 'What is the weather in "Łódź"?\n' };
const usage = {
  input_tokens: 21,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 3 },
  total_tokens: 30,
};

const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
const message = (text: string, status = "completed") => ({
  id: "msg_1",
  type: "message",
  status,
  role: "assistant",
  content: text === "" ? [] : [part(text)],
});
const call = {
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "call_1",
  name: "get_weather",
  arguments: '{"city":"Łódź"}',
};
const reasoning = { id: "rs_1", type: "reasoning", summary: [{ type: "summary_text", text: "It is January." }] };

function response(output: readonly object[], status: string, more: object = {}): object {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_741_569_952,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    model: "gpt-4o-2024-08-06",
    output,
    parallel_tool_calls: true,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: status === "in_progress" ? null : usage,
    metadata: {},
    ...more,
  };
}

function stream(events: readonly { type: string; [field: string]: unknown }[], output: readonly object[]): string[] {
  const begun = response([], "in_progress");
  const all = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...events,
    { type: "response.completed", response: response(output, "completed") },
  ];
  return all.map((event, sequence_number) => named({ ...event, sequence_number }));
}

const at = { item_id: "msg_1", output_index: 0, content_index: 0 };
const ofCall = { item_id: "fc_1", output_index: 0 };
const ofReasoning = { item_id: "rs_1", output_index: 0, summary_index: 0 };

/** https://platform.openai.com/docs/api-reference/responses and its streaming events */
export const responses: Seeds = {
  path: "/v1/responses",
  requests: {
    text: {
      instructions: "Be brief.",
      input: 'What is the weather in "Łódź"?',
      max_output_tokens: 99,
      temperature: 0.5,
      store: false,
    },
    streamed: { input: [ask], stream: true },
    tools: { input: [ask], tools, tool_choice: "auto", stream: true },
    "tool results": {
      input: [ask, reasoning, call, { type: "function_call_output", call_id: "call_1", output: "-3.5" }],
      tools,
    },
    image: {
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "What is this?" },
            { type: "input_image", image_url: `data:image/png;base64,${PIXEL}`, detail: "low" },
          ],
        },
      ],
    },
    thinking: { input: [ask], reasoning: { effort: "high", summary: "auto" }, stream: true },
    structured: {
      input: [ask],
      text: { format: { type: "json_schema", name: "weather", schema: WEATHER_SCHEMA, strict: true } },
    },
  },
  answers: {
    text: response([message('Cold, "-3.5".')], "completed"),
    "cut by the limit": response([message("Co", "incomplete")], "incomplete", {
      incomplete_details: { reason: "max_output_tokens" },
    }),
    "tool calls": response([call, { ...call, id: "fc_2", call_id: "call_2" }], "completed"),
    thinking: response([reasoning, message("Cold.")], "completed"),
  },
  streams: {
    text: stream(
      [
        { type: "response.output_item.added", output_index: 0, item: message("", "in_progress") },
        { type: "response.content_part.added", ...at, part: part("") },
        { type: "response.output_text.delta", ...at, delta: "Cold", logprobs: [] },
        { type: "response.output_text.delta", ...at, delta: ', "-3.5"\n🀄', logprobs: [] },
        { type: "response.output_text.done", ...at, text: 'Cold, "-3.5"\n🀄', logprobs: [] },
        { type: "response.content_part.done", ...at, part: part('Cold, "-3.5"\n🀄') },
        { type: "response.output_item.done", output_index: 0, item: message('Cold, "-3.5"\n🀄') },
      ],
      [message('Cold, "-3.5"\n🀄')],
    ),
    "tool calls": stream(
      [
        {
          type: "response.output_item.added",
          output_index: 0,
          item: { ...call, status: "in_progress", arguments: "" },
        },
        { type: "response.function_call_arguments.delta", ...ofCall, delta: '{"city":' },
        { type: "response.function_call_arguments.delta", ...ofCall, delta: '"Łódź"}' },
        { type: "response.function_call_arguments.done", ...ofCall, name: call.name, arguments: call.arguments },
        { type: "response.output_item.done", output_index: 0, item: call },
      ],
      [call],
    ),
    thinking: stream(
      [
        { type: "response.output_item.added", output_index: 0, item: { ...reasoning, summary: [] } },
        { type: "response.reasoning_summary_part.added", ...ofReasoning, part: { type: "summary_text", text: "" } },
        { type: "response.reasoning_summary_text.delta", ...ofReasoning, delta: "It is January." },
        { type: "response.reasoning_summary_text.done", ...ofReasoning, text: "It is January." },
        { type: "response.output_item.done", output_index: 0, item: reasoning },
        { type: "response.output_item.added", output_index: 1, item: message("", "in_progress") },
        { type: "response.output_text.delta", ...at, output_index: 1, delta: "Cold.", logprobs: [] },
        { type: "response.output_item.done", output_index: 1, item: message("Cold.") },
      ],
      [reasoning, message("Cold.")],
    ),
  },
  errors: [{ error: { message: "slow down", type: "rate_limit_error", param: null, code: "rate_limit_exceeded" } }],
};
