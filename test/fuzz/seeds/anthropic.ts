import { named, PIXEL, type Seeds, WEATHER_SCHEMA } from "./seeds.ts";

const tools = [{ name: "get_weather", description: "The weather", input_schema: WEATHER_SCHEMA }];
const toolUse = { type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Łódź" } };
const thinking = { type: "thinking", thinking: "It is January.", signature: "c2lnbmF0dXJl" };
const ask = { role: "user", content: 'What is the weather in "Łódź"?\n' };
const head = { id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5" };
const usage = { input_tokens: 21, cache_creation_input_tokens: 2, cache_read_input_tokens: 4, output_tokens: 9 };

function answer(content: readonly object[], stop_reason: string): object {
  return { ...head, content, stop_reason, stop_sequence: null, usage };
}

/** A block's beginning, and what is added to it. */
type Block = readonly [start: object, ...deltas: object[]];

function stream(blocks: readonly Block[], stop_reason: string): string[] {
  return [
    named({
      type: "message_start",
      message: { ...head, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } },
    }),
    named({ type: "ping" }),
    ...blocks.flatMap(([content_block, ...deltas], index) => [
      named({ type: "content_block_start", index, content_block }),
      ...deltas.map((delta) => named({ type: "content_block_delta", index, delta })),
      named({ type: "content_block_stop", index }),
    ]),
    named({ type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 9 } }),
    named({ type: "message_stop" }),
  ];
}

const text = (...pieces: string[]): Block => [
  { type: "text", text: "" },
  ...pieces.map((piece) => ({ type: "text_delta", text: piece })),
];

/** https://docs.claude.com/en/api/messages and https://docs.claude.com/en/docs/build-with-claude/streaming */
export const anthropic: Seeds = {
  path: "/v1/messages",
  requests: {
    text: {
      max_tokens: 99,
      system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      messages: [
        ask,
        { role: "assistant", content: [{ type: "text", text: "Which day?" }] },
        { role: "user", content: "Now" },
      ],
      temperature: 1,
      top_k: 40,
      stop_sequences: ["END"],
      metadata: { user_id: "u" },
    },
    streamed: { max_tokens: 99, messages: [ask], stream: true },
    tools: { max_tokens: 99, messages: [ask], tools, tool_choice: { type: "any" }, stream: true },
    "tool results": {
      max_tokens: 99,
      tools,
      messages: [
        ask,
        { role: "assistant", content: [thinking, { type: "text", text: "Let me see." }, toolUse] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "toolu_1", content: [{ type: "text", text: "-3.5" }], is_error: false },
            { type: "text", text: "And?" },
          ],
        },
      ],
    },
    image: {
      max_tokens: 99,
      messages: [
        {
          role: "user",
          content: [
            { type: "image", source: { type: "base64", media_type: "image/png", data: PIXEL } },
            { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
            { type: "text", text: "What is this?" },
          ],
        },
      ],
    },
    thinking: { max_tokens: 4096, messages: [ask], thinking: { type: "enabled", budget_tokens: 1024 }, stream: true },
    structured: {
      max_tokens: 99,
      messages: [ask],
      output_config: { format: { type: "json_schema", schema: WEATHER_SCHEMA }, effort: "low" },
    },
  },
  answers: {
    text: answer([{ type: "text", text: 'Cold, "-3.5".', citations: null }], "end_turn"),
    "cut by the limit": answer([{ type: "text", text: "Co" }], "max_tokens"),
    "tool calls": answer([{ type: "text", text: "Let me see." }, toolUse, { ...toolUse, id: "toolu_2" }], "tool_use"),
    thinking: answer(
      [thinking, { type: "redacted_thinking", data: "cmVkYWN0ZWQ=" }, { type: "text", text: "Cold." }],
      "end_turn",
    ),
    nothing: answer([], "refusal"),
  },
  streams: {
    text: stream([text("Cold", ', "', '-3.5"\n🀄')], "end_turn"),
    "tool calls": stream(
      [
        text("Let me see."),
        [
          { ...toolUse, input: {} },
          { type: "input_json_delta", partial_json: "" },
          { type: "input_json_delta", partial_json: '{"city":' },
          { type: "input_json_delta", partial_json: '"Łódź"}' },
        ],
        [
          { ...toolUse, id: "toolu_2", input: {} },
          { type: "input_json_delta", partial_json: "{}" },
        ],
      ],
      "tool_use",
    ),
    thinking: stream(
      [
        [
          { type: "thinking", thinking: "", signature: "" },
          { type: "thinking_delta", thinking: "It is January." },
          { type: "signature_delta", signature: "c2lnbmF0dXJl" },
        ],
        text("Cold."),
      ],
      "end_turn",
    ),
    nothing: stream([], "refusal"),
  },
  errors: [
    { type: "error", error: { type: "overloaded_error", message: "Overloaded" }, request_id: "req_1" },
    { type: "error", error: { type: "rate_limit_error", message: "slow down" } },
  ],
};
