import type { ChatCompletionCreateParamsBase } from "openai/resources/chat/completions/completions";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

interface Case {
  /** Beside the model and one message. */
  said: object;
  /** What the provider gets beside them; the same if absent. */
  sent?: object;
  traits?: object;
  stream?: boolean;
  dropped?: string[];
  approximated?: string[];
}

interface Refusal {
  said: object;
  /** How the reason begins: the field's path. */
  refused: string;
}

const WEATHER = { name: "weather", description: 'of a "city"', parameters: { type: "object", properties: {} } };
const tool = (definition: object) => ({ type: "function", function: definition });
const TOOLS = [tool(WEATHER), tool({ name: "time" })];
const SCHEMA = { type: "object", properties: { a: { type: "string", pattern: "^\\d+$" } } };
const FORMAT = { name: "answer_form", description: "all of it", schema: SCHEMA, strict: true };

const number = (name: string, value: number): Case[] => [
  { said: { [name]: value } },
  { said: { [name]: null }, sent: {} },
];

/** Every field of the official client's type: one that is added to it fails the type check here. */
const FIELDS: Record<Exclude<keyof ChatCompletionCreateParamsBase, "model" | "messages">, (Case | Refusal)[]> = {
  audio: [{ said: { audio: { format: "mp3", voice: "alloy" } }, refused: "audio" }],
  frequency_penalty: number("frequency_penalty", -1.5),
  function_call: [
    {
      said: { function_call: "auto", functions: [WEATHER] },
      sent: { tools: [tool(WEATHER)], tool_choice: "auto", parallel_tool_calls: false },
    },
    {
      said: { function_call: "none", functions: [WEATHER] },
      sent: { tools: [tool(WEATHER)], tool_choice: "none", parallel_tool_calls: false },
    },
    {
      said: { function_call: { name: "weather" }, functions: [WEATHER] },
      sent: { tools: [tool(WEATHER)], tool_choice: tool({ name: "weather" }), parallel_tool_calls: false },
    },
    { said: { function_call: "required", functions: [WEATHER] }, refused: "function_call" },
    { said: { function_call: {}, functions: [WEATHER] }, refused: "function_call.name" },
    { said: { function_call: "auto" }, sent: {}, dropped: ["function_call"] },
  ],
  functions: [
    { said: { functions: [WEATHER, { name: "time" }] }, sent: { tools: TOOLS, parallel_tool_calls: false } },
    { said: { functions: [] }, sent: {} },
    {
      said: { functions: [WEATHER], tool_choice: "auto" },
      sent: { tools: [tool(WEATHER)], parallel_tool_calls: false },
      dropped: ["tool_choice"],
    },
    { said: { functions: [WEATHER], tools: TOOLS }, refused: "functions" },
    { said: { functions: [{ description: "x" }] }, refused: "functions[0].name" },
    { said: { functions: [1] }, refused: "functions[0]" },
  ],
  logit_bias: [{ said: { logit_bias: { 50256: -100 } } }, { said: { logit_bias: {} }, sent: {} }],
  logprobs: [{ said: { logprobs: true } }, { said: { logprobs: false }, sent: {} }],
  max_completion_tokens: [
    { said: { max_completion_tokens: 7 }, sent: { max_tokens: 7 } },
    { said: { max_completion_tokens: 7 }, traits: { limit_field: "max_completion_tokens" } },
    { said: { max_completion_tokens: 7, max_tokens: 9 }, sent: { max_tokens: 7 } },
    { said: { max_tokens: 9, max_completion_tokens: 7 }, sent: { max_tokens: 7 } },
    { said: { max_tokens: 9, max_completion_tokens: null }, sent: { max_tokens: 9 } },
    { said: { max_completion_tokens: "7" }, refused: "max_completion_tokens" },
  ],
  max_tokens: [
    { said: { max_tokens: 9 } },
    { said: { max_tokens: 9 }, sent: { max_completion_tokens: 9 }, traits: { limit_field: "max_completion_tokens" } },
    { said: { max_tokens: null }, sent: {} },
  ],
  // OpenAI takes it with `store` alone.
  metadata: [{ said: { metadata: { a: "b" } }, sent: {}, dropped: ["metadata"] }],
  modalities: [
    { said: { modalities: ["text"] }, sent: {} },
    { said: { modalities: null }, sent: {} },
    { said: { modalities: ["text", "audio"] }, refused: "modalities" },
  ],
  moderation: [{ said: { moderation: { model: "omni-moderation-latest" } }, refused: "moderation" }],
  n: [
    { said: { n: 1 }, sent: {} },
    { said: { n: 2 }, refused: "n" },
    { said: { n: "1" }, refused: "n" },
  ],
  parallel_tool_calls: [
    { said: { tools: TOOLS, parallel_tool_calls: false } },
    { said: { tools: TOOLS, parallel_tool_calls: true }, sent: { tools: TOOLS } },
    { said: { parallel_tool_calls: false }, sent: {} },
  ],
  prediction: [{ said: { prediction: { type: "content", content: "x" } }, refused: "prediction" }],
  presence_penalty: number("presence_penalty", 2),
  prompt_cache_key: [{ said: { prompt_cache_key: "k" } }],
  prompt_cache_options: [
    { said: { prompt_cache_options: { mode: "explicit" } }, sent: {}, dropped: ["prompt_cache_options"] },
  ],
  prompt_cache_retention: [{ said: { prompt_cache_retention: "24h" }, sent: {}, dropped: ["prompt_cache_retention"] }],
  reasoning_effort: [
    ...["none", "minimal", "low", "medium", "high", "xhigh", "max"].map((reasoning_effort) => ({
      said: { reasoning_effort },
    })),
    { said: { reasoning_effort: null }, sent: {} },
    { said: { reasoning_effort: "huge" }, refused: "reasoning_effort" },
    { said: { reasoning_effort: 3 }, refused: "reasoning_effort" },
  ],
  response_format: [
    { said: { response_format: { type: "text" } }, sent: {} },
    { said: { response_format: { type: "json_object" } } },
    { said: { response_format: { type: "json_schema", json_schema: FORMAT } } },
    {
      said: { response_format: { type: "json_schema", json_schema: { schema: SCHEMA } } },
      sent: { response_format: { type: "json_schema", json_schema: { name: "answer", schema: SCHEMA } } },
    },
    {
      said: { response_format: { type: "json_schema", json_schema: { name: "a" } } },
      sent: { response_format: { type: "json_object" } },
    },
    { said: { response_format: {} }, refused: "response_format.type" },
    { said: { response_format: "json" }, refused: "response_format.type" },
    { said: { response_format: { type: "grammar" } }, refused: "response_format" },
    { said: { response_format: { type: "json_schema" } }, refused: "response_format.json_schema" },
    {
      said: { response_format: { type: "json_schema", json_schema: { schema: 1 } } },
      refused: "response_format.json_schema.schema",
    },
  ],
  safety_identifier: [{ said: { safety_identifier: "u-1" } }],
  seed: number("seed", 12345678901234),
  service_tier: [{ said: { service_tier: "flex" } }],
  stop: [
    { said: { stop: "END" }, sent: { stop: ["END"] } },
    { said: { stop: ["a", '"\n'] } },
    { said: { stop: null }, sent: {} },
    { said: { stop: [] }, sent: {} },
    { said: { stop: [1] }, refused: "stop" },
    { said: { stop: {} }, refused: "stop" },
  ],
  store: [
    { said: { store: true }, sent: {}, dropped: ["store"] },
    { said: { store: false }, sent: {} },
  ],
  stream: [
    { said: { stream: true }, stream: true, sent: { stream: true, stream_options: { include_usage: true } } },
    { said: { stream: true }, stream: true, sent: { stream: true }, traits: { stream_usage: false } },
    { said: { stream: false }, sent: {} },
  ],
  stream_options: [
    { said: { stream_options: { include_usage: true } }, sent: {} },
    { said: { stream_options: { include_obfuscation: false } }, sent: {} },
    {
      said: { stream_options: { include_obfuscation: true } },
      sent: {},
      dropped: ["stream_options.include_obfuscation"],
    },
    { said: { stream_options: 1 }, refused: "stream_options" },
  ],
  temperature: [
    ...number("temperature", 1.7),
    { said: { temperature: 0 } },
    { said: { temperature: "1" }, refused: "temperature" },
  ],
  tool_choice: [
    ...["none", "auto", "required"].map((tool_choice) => ({ said: { tools: TOOLS, tool_choice } })),
    { said: { tool_choice: tool({ name: "time" }), tools: TOOLS } },
    {
      said: {
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "required", tools: [tool({ name: "time" })] } },
        tools: TOOLS,
      },
      sent: { tools: [tool({ name: "time" })], tool_choice: "required" },
    },
    {
      said: {
        tools: TOOLS,
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [...TOOLS].reverse() } },
      },
      sent: { tools: TOOLS, tool_choice: "auto" },
    },
    { said: { tool_choice: "auto" }, sent: {} },
    { said: { tools: TOOLS, tool_choice: null }, sent: { tools: TOOLS } },
    { said: { tools: TOOLS, tool_choice: "any" }, refused: "tool_choice" },
    { said: { tools: TOOLS, tool_choice: {} }, refused: "tool_choice.type" },
    {
      said: { tools: TOOLS, tool_choice: { type: "custom", custom: {} } },
      refused: "tool_choice.custom.name",
    },
    { said: { tools: TOOLS, tool_choice: tool({}) }, refused: "tool_choice.function.name" },
    {
      said: {
        tools: TOOLS,
        tool_choice: { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [tool({ name: "other" })] } },
      },
      refused: "tool_choice.allowed_tools.tools",
    },
    { said: { tools: TOOLS, tool_choice: { type: "allowed_tools" } }, refused: "tool_choice.allowed_tools.mode" },
  ],
  tools: [
    { said: { tools: TOOLS } },
    { said: { tools: [tool({ ...WEATHER, strict: true })] } },
    {
      said: { tools: [tool({ name: "f", parameters: null, description: "" })] },
      sent: { tools: [tool({ name: "f" })] },
    },
    { said: { tools: [] }, sent: {} },
    {
      said: { tools: [{ ...tool(WEATHER), cache_control: { type: "ephemeral" } }] },
      sent: { tools: [tool(WEATHER)] },
      dropped: ["cache_control"],
    },
    { said: { tools: [tool(WEATHER), { type: "custom", custom: {} }] }, refused: "tools[1].custom.name" },
    { said: { tools: [tool(WEATHER), { type: "other" }] }, refused: "tools[1]" },
    { said: { tools: [{}] }, refused: "tools[0].type" },
    { said: { tools: ["x"] }, refused: "tools[0]" },
    { said: { tools: "x" }, refused: "tools" },
    { said: { tools: [{ type: "function" }] }, refused: "tools[0].function.name" },
    { said: { tools: [tool({ name: "f", parameters: [] })] }, refused: "tools[0].function.parameters" },
  ],
  top_logprobs: number("top_logprobs", 3),
  top_p: number("top_p", 0.5),
  user: [{ said: { user: "u\u2028é" } }, { said: { user: "" }, sent: {} }],
  verbosity: [{ said: { verbosity: "low" } }],
  web_search_options: [{ said: { web_search_options: {} }, refused: "web_search_options" }],
};

/** What clients of compatible servers add. */
const FURTHER: (Case | Refusal)[] = [
  {
    said: { top_k: 40, min_p: 0.1, repetition_penalty: 1.1 },
    sent: {},
    dropped: ["top_k", "min_p", "repetition_penalty"],
  },
  { said: { top_k: "40" }, refused: "top_k" },
  { said: { enable_thinking: true, guided_choice: [] }, sent: {}, dropped: ["enable_thinking"] },
];

const HI = { role: "user", content: "hi" };

describe.each([...Object.entries(FIELDS), ["further fields", FURTHER] as const])("%s", (_, cases) => {
  it.each(cases)("$said", (given) => {
    const request = { model: "m", messages: [HI], ...given.said };
    if ("refused" in given) {
      expect(() => pure.translateRequest("openai", "openai", request)).toThrow(`${given.refused}: `);
      return;
    }
    const { said, sent = said, traits, stream, dropped = [], approximated = [] } = given;
    expect(pure.translateRequest("openai", "openai", { ...request, ...said }, { stream, traits })).toEqual({
      model: "m",
      messages: [HI],
      ...sent,
    });
    expect(pure.losses()).toEqual({ dropped, approximated });
  });
});

it("says a schema to a server that knows none", () => {
  const request = { model: "m", messages: [HI], response_format: { type: "json_schema", json_schema: FORMAT } };
  expect(pure.translateRequest("openai", "openai", request, { traits: { json_schema: false } })).toEqual({
    model: "m",
    messages: [
      { role: "system", content: `Answer with JSON alone, of this JSON Schema: ${JSON.stringify(SCHEMA)}` },
      HI,
    ],
    response_format: { type: "json_object" },
  });
  expect(pure.losses()).toEqual({ dropped: [], approximated: ["response_format"] });
});

it.each([
  {},
  { messages: [] },
  { messages: "hi" },
  { messages: null },
  { messages: {} },
])("demands messages: %j", (said) => {
  expect(() => pure.translateRequest("openai", "openai", { model: "m", ...said })).toThrow("messages: expected a list");
});
