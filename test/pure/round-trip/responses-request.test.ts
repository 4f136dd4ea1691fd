import type {
  ResponseCreateParamsBase,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from "openai/resources/responses/responses";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

type Given = Omit<ResponseCreateParamsNonStreaming, "model">;

/** What a request says, and what a provider gets of it where that is not the same; or the path that is refused. */
type Case =
  | { given: Given; sent?: object; dropped?: string[] }
  // biome-ignore lint/suspicious/noExplicitAny: also what no type allows
  | { given: any; refused: string };

const ASKED = { type: "message", role: "user", content: "hi" };

/** Without the conversation, which is the same in most cases. */
function ask(given: Given): unknown {
  const { input = "hi" } = given;
  return pure.translateRequest("responses", "responses", { model: "m", ...given, input });
}

function check(test: Case): void {
  if ("refused" in test) {
    expect(() => ask(test.given)).toThrow(`${test.refused}:`);
    return;
  }
  expect(ask(test.given)).toEqual({ model: "m", input: [ASKED], store: false, ...(test.sent ?? test.given) });
  expect(pure.losses()).toEqual({ dropped: test.dropped ?? [], approximated: [] });
}

const FUNCTION = { type: "function", name: "f", parameters: { type: "object" }, strict: true } as const;
const OTHER = { ...FUNCTION, name: "g" } as const;
const SCHEMA = { type: "object", properties: {}, additionalProperties: false } as const;

/** Every field that the official client documents. */
const FIELDS: Record<keyof ResponseCreateParamsBase, Case[]> = {
  model: [{ given: {} }],
  input: [
    { given: { input: "hi" }, sent: {} },
    { given: { input: "" }, sent: { input: [{ ...ASKED, content: "" }] } },
    { given: { input: [] }, refused: "input" },
    { given: { input: null }, refused: "input" },
    { given: { input: 7 }, refused: "input" },
    { given: { input: ["hi"] }, refused: "input[0]" },
  ],
  instructions: [
    { given: { instructions: 'Be "brief"\n😀' } },
    { given: { instructions: null }, sent: {} },
    { given: { instructions: "" }, sent: {} },
    { given: { instructions: ["x"] }, refused: "instructions" },
  ],
  max_output_tokens: [
    { given: { max_output_tokens: 100 } },
    { given: { max_output_tokens: null }, sent: {} },
    { given: { max_output_tokens: "100" }, refused: "max_output_tokens" },
  ],
  temperature: [{ given: { temperature: 0.7 } }, { given: { temperature: "hot" }, refused: "temperature" }],
  top_p: [{ given: { top_p: 0.25 } }],
  top_logprobs: [
    { given: { top_logprobs: 3, include: ["message.output_text.logprobs"] } },
    { given: { top_logprobs: 3 }, sent: { top_logprobs: 3, include: ["message.output_text.logprobs"] } },
    { given: { top_logprobs: 0 }, sent: {} },
  ],
  include: [
    { given: { include: ["message.output_text.logprobs"] } },
    { given: { include: ["reasoning.encrypted_content"] }, sent: {} },
    { given: { include: ["web_search_call.results"] }, sent: {}, dropped: ["include"] },
    { given: { include: null }, sent: {} },
    { given: { include: "reasoning.encrypted_content" }, refused: "include" },
    { given: { include: [1] }, refused: "include" },
  ],
  user: [{ given: { user: "u" } }],
  metadata: [{ given: { metadata: { a: "b" } } }],
  prompt_cache_key: [{ given: { prompt_cache_key: "k" } }],
  safety_identifier: [{ given: { safety_identifier: "s" } }],
  service_tier: [{ given: { service_tier: "flex" } }],
  parallel_tool_calls: [
    { given: { tools: [FUNCTION], parallel_tool_calls: false } },
    { given: { tools: [FUNCTION], parallel_tool_calls: true }, sent: { tools: [FUNCTION] } },
  ],
  tools: [
    { given: { tools: [{ ...FUNCTION, description: "does" }] } },
    { given: { tools: [] }, sent: {} },
    { given: { tools: [{ ...FUNCTION, strict: null }] }, sent: { tools: [{ ...FUNCTION, strict: false }] } },
    {
      given: { tools: [{ ...FUNCTION, parameters: null }] },
      sent: { tools: [{ ...FUNCTION, parameters: { type: "object", properties: {} } }] },
    },
    {
      given: { tools: [{ ...FUNCTION, defer_loading: true, output_schema: SCHEMA, allowed_callers: ["direct"] }] },
      sent: { tools: [FUNCTION] },
      dropped: ["tools.defer_loading", "tools.output_schema", "tools.allowed_callers"],
    },
    { given: { tools: {} }, refused: "tools" },
    { given: { tools: [FUNCTION, 7] }, refused: "tools[1]" },
    { given: { tools: [{ type: "function" }] }, refused: "tools[0].name" },
  ],
  tool_choice: [
    { given: { tools: [FUNCTION], tool_choice: "auto" } },
    { given: { tools: [FUNCTION], tool_choice: "none" } },
    { given: { tools: [FUNCTION], tool_choice: "required" } },
    { given: { tools: [FUNCTION], tool_choice: { type: "function", name: "f" } } },
    {
      // Allowed before the tools are given.
      given: {
        tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "g" }] },
        tools: [FUNCTION, OTHER],
      },
      sent: { tools: [OTHER], tool_choice: "required" },
    },
    { given: { tool_choice: "sometimes" }, refused: "tool_choice" },
    { given: { tool_choice: 7 }, refused: "tool_choice" },
    { given: { tool_choice: { type: "function" } }, refused: "tool_choice.name" },
    { given: { tool_choice: { type: "allowed_tools", mode: "auto" } }, refused: "tool_choice.tools" },
    { given: { tool_choice: { type: "allowed_tools", tools: [] } }, refused: "tool_choice.mode" },
    {
      given: { tool_choice: { type: "allowed_tools", mode: "auto", tools: [{ type: "mcp" }] } },
      sent: {},
      dropped: ["tool_choice.tools"],
    },
    {
      given: { tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "mcp" }] } },
      refused: "tool_choice.mode",
    },
    { given: { tools: [{ type: "mcp" }], tool_choice: "required" }, refused: "tool_choice" },
    { given: { tool_choice: { type: "custom" } }, refused: "tool_choice.name" },
    { given: { tool_choice: { type: "mcp", server_label: "s" } }, refused: "tool_choice" },
    { given: { tool_choice: { type: "web_search_preview" } }, refused: "tool_choice" },
  ],
  text: [
    { given: { text: { format: { type: "text" } } }, sent: {} },
    { given: { text: { format: { type: "json_object" } } } },
    { given: { text: { format: { type: "json_schema", name: "n", schema: SCHEMA } } } },
    {
      given: {
        text: {
          format: { type: "json_schema", name: "n", description: "d", strict: true, schema: SCHEMA },
          verbosity: "low",
        },
      },
    },
    { given: { text: { verbosity: "high" } } },
    { given: { text: 7 }, refused: "text" },
    { given: { text: { format: "text" } }, refused: "text.format" },
    { given: { text: { format: { type: "grammar" } } }, refused: "text.format.type" },
    { given: { text: { format: { type: "json_schema", name: "n" } } }, refused: "text.format.schema" },
  ],
  reasoning: [
    { given: { reasoning: { effort: "none" } } },
    ...(["minimal", "low", "medium", "high", "xhigh", "max"] as const).map((effort) => ({
      given: { reasoning: { effort } },
      sent: { reasoning: { effort }, include: ["reasoning.encrypted_content"] },
    })),
    {
      given: { reasoning: { effort: "low", summary: "detailed" }, include: ["reasoning.encrypted_content"] },
    },
    {
      given: { reasoning: { generate_summary: "concise" } },
      sent: { reasoning: { summary: "concise" }, include: ["reasoning.encrypted_content"] },
    },
    { given: { reasoning: { context: "auto", mode: "standard" } }, sent: {} },
    {
      given: { reasoning: { context: "all_turns", mode: "pro" } },
      sent: {},
      dropped: ["reasoning.mode", "reasoning.context"],
    },
    { given: { reasoning: null }, sent: {} },
    { given: { reasoning: "high" }, refused: "reasoning" },
    { given: { reasoning: { effort: "boundless" } }, refused: "reasoning.effort" },
  ],
  store: [
    { given: { store: false } },
    { given: { store: null }, sent: {} },
    { given: { store: true }, sent: {}, dropped: ["store"] },
  ],
  truncation: [
    { given: { truncation: "disabled" }, sent: {} },
    { given: { truncation: "auto" }, sent: {}, dropped: ["truncation"] },
  ],
  stream: [{ given: { stream: false }, sent: {} }],
  stream_options: [
    { given: { stream_options: { include_obfuscation: false } }, sent: {} },
    {
      given: { stream_options: { include_obfuscation: true } },
      sent: {},
      dropped: ["stream_options.include_obfuscation"],
    },
  ],
  prompt_cache_options: [
    { given: { prompt_cache_options: { mode: "explicit" } }, sent: {}, dropped: ["prompt_cache_options"] },
  ],
  prompt_cache_retention: [{ given: { prompt_cache_retention: "24h" }, sent: {}, dropped: ["prompt_cache_retention"] }],
  background: [
    { given: { background: false }, sent: {} },
    { given: { background: true }, refused: "background" },
  ],
  previous_response_id: [
    { given: { previous_response_id: null }, sent: {} },
    { given: { previous_response_id: "resp_1" }, refused: "previous_response_id" },
  ],
  conversation: [{ given: { conversation: "conv_1" }, refused: "conversation" }],
  prompt: [{ given: { prompt: { id: "pmpt_1" } }, refused: "prompt" }],
  context_management: [
    { given: { context_management: [] }, sent: {} },
    { given: { context_management: [{ type: "compaction" }] }, sent: {}, dropped: ["context_management"] },
  ],
  moderation: [{ given: { moderation: { model: "omni-moderation-latest" } }, refused: "moderation" }],
};

describe.each(Object.entries(FIELDS))("the field %s", (_, cases) => {
  it.each(cases.map((test) => [JSON.stringify(test.given), test] as const))("%s", (_, test) => check(test));
});

it("notes a field that nobody knows", () => {
  expect(ask({ max_tool_calls: 3, client_metadata: { a: 1 } } as Given)).toEqual({
    model: "m",
    input: [ASKED],
    store: false,
  });
  expect(pure.losses().dropped).toEqual(["max_tool_calls", "client_metadata"]);
});

it("asks for a stream", () => {
  const sent = pure.translateRequest(
    "responses",
    "responses",
    { model: "m", input: "hi", stream: true },
    { stream: true },
  );
  expect(sent).toMatchObject({ stream: true });
});

it("raises a limit that the platform refuses, and says so", () => {
  expect(ask({ max_output_tokens: 1 })).toMatchObject({ max_output_tokens: 16 });
  expect(pure.losses()).toEqual({ dropped: [], approximated: ["max_output_tokens"] });
});

it("tells the schema where the provider cannot be bound to one", () => {
  const text = { format: { type: "json_schema", name: "n", schema: { const: 'a"b' } } };
  const sent = pure.translateRequest(
    "responses",
    "responses",
    { model: "m", input: "hi", instructions: "Be brief", text },
    { traits: { json_schema: false } },
  );
  expect(sent).toMatchObject({
    instructions: 'Be brief\n\nAnswer with nothing but JSON that keeps to this JSON Schema: {"const":"a\\"b"}',
    text: { format: { type: "json_object" } },
  });
  expect(pure.losses().approximated).toEqual(["text.format"]);
});

const CALL = { type: "function_call", call_id: "c1", name: "f", arguments: '{"a":"é\\n"}' } as const;
const RESULT = { type: "function_call_output", call_id: "c1", output: "it is 5" } as const;

/** Items that come in, and those that go out where they are not the same. */
type Items = [string, unknown[], unknown[]?, string[]?];

const image = (image_url: string) => ({ type: "input_image", image_url, detail: "auto" });
const message = (role: string, content: unknown) => ({ type: "message", role, content });

const CONVERSATIONS: Items[] = [
  ["an easy message", [{ role: "user", content: "hi" }], [ASKED]],
  ["a text of one part", [message("user", [{ type: "input_text", text: "hi" }])], [ASKED]],
  [
    "texts",
    [
      message("user", [
        { type: "input_text", text: "a" },
        { type: "input_text", text: "b" },
      ]),
    ],
  ],
  ["empty parts", [message("user", [{ type: "input_text", text: "" }])], [message("user", "")]],
  ["no parts", [message("user", [])], [message("user", "")]],
  ["null", [message("user", null)], [message("user", "")]],
  ["an image by URL", [message("user", [{ ...image("https://x/y.png"), detail: "high" }])]],
  ["an image in the request", [message("user", [image("data:image/webp;base64,AAAA")])]],
  [
    "an image without detail",
    [message("user", [{ type: "input_image", image_url: "https://x" }])],
    [message("user", [image("https://x")])],
  ],
  ["an image that the platform keeps", [message("user", [{ type: "input_image", file_id: "file-1", detail: "auto" }])]],
  [
    "a file in the request",
    [message("user", [{ type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" }])],
  ],
  [
    "a file as bare base64, without a name",
    [message("user", [{ type: "input_file", file_data: "JVBERi0=" }])],
    [
      message("user", [
        { type: "input_file", filename: "document.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
      ]),
    ],
  ],
  [
    "a file of a type that nobody told",
    [message("user", [{ type: "input_file", filename: "a.txt", file_data: "aGk=" }])],
  ],
  [
    "a file of which nothing is told",
    [message("user", [{ type: "input_file", file_data: "aGk=" }])],
    [message("user", [{ type: "input_file", filename: "document", file_data: "aGk=" }])],
  ],
  ["a file by URL", [message("user", [{ type: "input_file", file_url: "https://x/y.pdf" }])]],
  ["a file that the platform keeps", [message("user", [{ type: "input_file", file_id: "file-1" }])]],
  ["developer behind user", [ASKED, message("developer", "be brief")]],
  ["system is developer", [ASKED, message("system", "be brief")], [ASKED, message("developer", "be brief")]],
  ["an empty system message", [ASKED, message("system", "")], [ASKED]],
  ["the assistant's words", [ASKED, message("assistant", "yes"), message("user", "why?")]],
  [
    "an output message",
    [
      ASKED,
      {
        ...message("assistant", [{ type: "output_text", text: "yes", annotations: [] }]),
        id: "msg_1",
        status: "completed",
      },
    ],
    [ASKED, message("assistant", "yes")],
  ],
  [
    "a refusal",
    [
      ASKED,
      message("assistant", [
        { type: "output_text", text: "well" },
        { type: "refusal", refusal: "no" },
      ]),
    ],
  ],
  ["a prefill", [ASKED, message("assistant", "It is")]],
  ["a call and its result", [ASKED, CALL, RESULT]],
  ["a call in the middle of words", [ASKED, message("assistant", "a"), CALL, message("assistant", "b"), RESULT]],
  [
    "parallel calls",
    [ASKED, CALL, { ...CALL, call_id: "c2", arguments: "" }, RESULT, { ...RESULT, call_id: "c2", output: "" }],
    [ASKED, CALL, { ...CALL, call_id: "c2", arguments: "{}" }, RESULT, { ...RESULT, call_id: "c2", output: "" }],
  ],
  ["arguments that are no JSON", [ASKED, { ...CALL, arguments: '{"a":' }, RESULT]],
  [
    "what the platform notes on items",
    [ASKED, { ...CALL, id: "fc_1", status: "completed" }, { ...RESULT, id: "o", status: null }],
    [ASKED, CALL, RESULT],
  ],
  [
    "a result of text and image",
    [ASKED, CALL, { ...RESULT, output: [{ type: "input_text", text: "see" }, image("data:image/png;base64,AAAA")] }],
  ],
  [
    "thoughts",
    [
      ASKED,
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "E" },
      CALL,
      RESULT,
    ],
    [
      ASKED,
      { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "E" },
      CALL,
      RESULT,
    ],
  ],
  [
    "thoughts without words",
    [ASKED, { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "E" }, message("assistant", "yes")],
    [ASKED, { type: "reasoning", summary: [], encrypted_content: "E" }, message("assistant", "yes")],
  ],
  [
    "thoughts sealed with no words to them",
    [
      ASKED,
      { type: "reasoning", summary: [{ type: "summary_text", text: "" }], encrypted_content: "E" },
      message("assistant", "yes"),
    ],
  ],
  [
    "thoughts in paragraphs",
    [
      ASKED,
      {
        type: "reasoning",
        summary: [
          { type: "summary_text", text: "a" },
          { type: "summary_text", text: "b" },
        ],
        encrypted_content: "E",
      },
      CALL,
      RESULT,
    ],
    [
      ASKED,
      { type: "reasoning", summary: [{ type: "summary_text", text: "a\n\nb" }], encrypted_content: "E" },
      CALL,
      RESULT,
    ],
  ],
  [
    "thoughts that another dialect's provider made",
    [ASKED, { type: "reasoning", summary: [], encrypted_content: "headgate.anthropic.S" }, message("assistant", "yes")],
    [ASKED, message("assistant", "yes")],
    ["input.reasoning"],
  ],
  [
    "thoughts that this dialect's provider made, marked for another client",
    [ASKED, { type: "reasoning", summary: [], encrypted_content: "headgate.responses.S" }, message("assistant", "yes")],
    [ASKED, { type: "reasoning", summary: [], encrypted_content: "S" }, message("assistant", "yes")],
  ],
  [
    "thoughts that the platform stored",
    [ASKED, { type: "reasoning", id: "rs_1", summary: [], encrypted_content: null }, message("assistant", "yes")],
    [ASKED, message("assistant", "yes")],
    ["input.reasoning"],
  ],
  [
    "thoughts without a seal",
    [
      ASKED,
      { type: "reasoning", id: "rs_1", summary: [], content: [{ type: "reasoning_text", text: "hm" }] },
      message("assistant", "yes"),
    ],
    [ASKED, message("assistant", "yes")],
    ["input.reasoning"],
  ],
  [
    "what no other dialect has",
    [
      { ...message("user", [{ type: "input_text", text: "hi", prompt_cache_breakpoint: { mode: "explicit" } }]) },
      {
        ...message("assistant", [{ type: "output_text", text: "yes", annotations: [{ type: "file_path" }] }]),
        phase: "commentary",
      },
      message("user", [{ type: "input_file", file_url: "https://x", detail: "low" }]),
    ],
    [ASKED, message("assistant", "yes"), message("user", [{ type: "input_file", file_url: "https://x" }])],
    ["input.prompt_cache_breakpoint", "input.phase", "input.annotations", "input.detail"],
  ],
];

describe("a conversation with", () => {
  it.each(CONVERSATIONS)("%s", (_, given, sent = given, dropped = []) => {
    const { input, include } = ask({ input: given as ResponseInputItem[] }) as { input: unknown[]; include?: string[] };
    expect(input).toEqual(sent);
    expect(pure.losses().dropped).toEqual(dropped);
    const thinks = sent.some((item) => (item as { type: string }).type === "reasoning");
    expect(include).toEqual(thinks ? ["reasoning.encrypted_content"] : undefined);
  });

  it("a leading system message", () => {
    expect(
      ask({
        input: [
          { role: "system", content: "be brief" },
          { role: "user", content: "hi" },
        ],
      }),
    ).toEqual({
      model: "m",
      instructions: "be brief",
      input: [ASKED],
      store: false,
    });
  });

  it("instructions and a leading developer message, wherever in the document the former are", () => {
    const sent = ask({ input: [message("developer", "b"), ASKED] as ResponseInputItem[], instructions: "a" });
    expect(sent).toMatchObject({ instructions: "a", input: [message("developer", "b"), ASKED] });
  });

  it("nothing but a system message", () => {
    const sent = ask({ input: [message("system", "go")] as ResponseInputItem[] });
    expect(sent).toEqual({ model: "m", input: [message("developer", "go")], store: false });
  });
});

describe("a mistake is told by its path:", () => {
  it.each<[string, unknown]>([
    ["input[0].role", { content: "hi" }],
    ["input[0].role", message("tool", "hi")],
    ["input[0].content", message("user", 7)],
    ["input[0].content", message("user", {})],
    ["input[0].content[0]", message("user", [1])],
    ["input[0].content[0]", message("user", [{ type: "text", text: "hi" }])],
    ["input[0].content[0]", message("user", [{ type: "input_audio", input_audio: {} }])],
    ["input[0].content[0].text", message("user", [{ type: "input_text" }])],
    ["input[0].content[0].refusal", message("assistant", [{ type: "refusal" }])],
    ["input[0].content[0]", message("user", [{ type: "input_image" }])],
    ["input[0].content[0]", message("user", [{ type: "input_image", image_url: { url: "https://x" } }])],
    ["input[0].content[0]", message("user", [{ type: "input_file", filename: "a.pdf" }])],
    ["input[0].content[0]", message("assistant", [image("https://x")])],
    ["input[0].call_id", { ...CALL, call_id: undefined }],
    ["input[0].name", { ...CALL, name: 7 }],
    ["input[0].arguments", { ...CALL, arguments: {} }],
    ["input[0].call_id", { ...RESULT, call_id: null }],
    ["input[0].output", { ...RESULT, output: {} }],
    ["input[0].output[0]", { ...RESULT, output: [null] }],
  ])("%s %j", (path, item) => {
    expect(() => ask({ input: [item] as ResponseInputItem[] })).toThrow(`${path}:`);
  });
});
