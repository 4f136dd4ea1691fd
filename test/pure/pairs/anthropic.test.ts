/** Anthropic and another dialect: what each gets of what was not made for it. */
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const HI = { role: "user", content: "hi" };
const BASE = { model: "m", messages: [HI] };
const SENT = { ...BASE, max_tokens: 4096 };
const PARAMETERS = { type: "object", properties: { a: { type: "string" } } };
const TOOL = { type: "function", function: { name: "f", parameters: PARAMETERS } };

const translate = (request: object, traits: object = {}) =>
  pure.translateRequest("openai", "anthropic", { ...BASE, ...request }, { traits }) as Record<string, unknown>;
const approximated = () => pure.losses().approximated;
const dropped = () => pure.losses().dropped;

describe("tools", () => {
  it("are told in Anthropic's words", () => {
    const tools = [
      { type: "function", function: { name: "f", description: "d", parameters: PARAMETERS, strict: true } },
      { type: "function", function: { name: "g" } },
      { type: "function", function: { name: "h", parameters: {} } },
      { type: "function", function: { name: "i", parameters: { properties: {} } } },
    ];
    expect(translate({ tools }).tools).toEqual([
      { name: "f", description: "d", input_schema: PARAMETERS, strict: true },
      { name: "g", input_schema: { type: "object" } },
      { name: "h", input_schema: { type: "object" } },
      { name: "i", input_schema: { type: "object", properties: {} } },
    ]);
    expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
    const [first] = translate({ tools }, { json_schema: false }).tools as object[];
    expect(first).not.toHaveProperty("strict");
    expect(dropped()).toEqual(["tools.strict"]);
  });

  it.each<[object, object | undefined]>([
    [{}, undefined],
    [{ tool_choice: "auto" }, { type: "auto" }],
    [{ tool_choice: "none" }, { type: "none" }],
    [{ tool_choice: "required" }, { type: "any" }],
    [{ tool_choice: { type: "function", function: { name: "f" } } }, { type: "tool", name: "f" }],
    [{ parallel_tool_calls: false }, { type: "auto", disable_parallel_tool_use: true }],
    [{ tool_choice: "none", parallel_tool_calls: false }, { type: "none" }],
  ])("are chosen by %j", (request, expected) => {
    expect(translate({ tools: [TOOL], ...request }).tool_choice).toEqual(expected);
  });

  const called = (id: string, input: string) => [
    HI,
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id, type: "function", function: { name: "f", arguments: input } }],
    },
    { role: "tool", tool_call_id: id, content: [{ type: "text", text: "42" }] },
    { role: "user", content: "And?" },
  ];

  it("have their results before what the user says", () => {
    expect(translate({ messages: called("call.1", '{"a":"\\"b\\""}') }).messages).toEqual([
      HI,
      { role: "assistant", content: [{ type: "tool_use", id: "call_1", name: "f", input: { a: '"b"' } }] },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "call_1", content: "42" },
          { type: "text", text: "And?" },
        ],
      },
    ]);
  });

  it("keep arguments that are no JSON", () => {
    expect(translate({ messages: called("c", '{"a":') }).messages).toMatchObject([
      HI,
      { content: [{ input: { INVALID_JSON: '{"a":' } }] },
      {},
    ]);
  });
});

describe("messages", () => {
  it("are hoisted where they are the system's", () => {
    const messages = [
      { role: "system", content: "a" },
      { role: "developer", content: "b" },
      HI,
      { role: "system", content: "c" },
    ];
    expect(translate({ messages })).toEqual({
      ...SENT,
      system: ["a", "b", "c"].map((text) => ({ type: "text", text })),
    });
    expect(approximated()).toEqual(["messages"]);
    expect(translate({ messages: messages.slice(0, 3) }).messages).toEqual([HI]);
    expect(approximated()).toEqual([]);
  });

  it("are the user's where they are all the system's", () => {
    expect(translate({ messages: [{ role: "system", content: "Tell a joke." }] })).toEqual({
      ...SENT,
      messages: [{ role: "user", content: "Tell a joke." }],
    });
    expect(approximated()).toEqual(["messages"]);
  });

  it("lose the speaker's name", () => {
    expect(translate({ messages: [{ ...HI, name: "Ann" }] }).messages).toEqual([HI]);
    expect(dropped()).toEqual(["messages.name"]);
  });

  it("keep the words of a refusal", () => {
    expect(translate({ messages: [HI, { role: "assistant", refusal: "No." }, HI] }).messages).toEqual([
      HI,
      { role: "assistant", content: [{ type: "text", text: "No." }] },
      HI,
    ]);
  });

  const part = (content: object) => ({ messages: [{ role: "user", content: [content] }] });
  const image = (url: string, more: object = {}) => part({ type: "image_url", image_url: { url, ...more } });
  const file = (more: object) => part({ type: "file", file: more });

  it.each<[object, object]>([
    [
      image("data:image/jpg;base64,/9j/", { detail: "low" }),
      { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "/9j/" } },
    ],
    [image("https://a.example/b.png"), { type: "image", source: { type: "url", url: "https://a.example/b.png" } }],
    [
      file({ filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" }),
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
        title: "a.pdf",
      },
    ],
  ])("hold media: %j", (request, expected) => {
    expect(translate(request).messages).toEqual([{ role: "user", content: [expected] }]);
  });

  it.each<[object, string]>([
    [image("data:image/tiff;base64,SUkqAA=="), "PNG, JPEG, GIF and WebP images only"],
    [file({ file_data: "data:text/csv;base64,YSxi" }), "PDF files and plain text only"],
    [file({ file_id: "file-1" }), "kept by another provider"],
  ])("refuse media that Anthropic does not take: %j", (request, why) => {
    expect(() => translate(request)).toThrow(why);
  });
});

describe("settings", () => {
  it("hold the temperature at 1", () => {
    expect(translate({ temperature: 1.7 })).toMatchObject({ temperature: 1 });
    expect(approximated()).toEqual(["temperature"]);
    expect(translate({ temperature: 1 })).toMatchObject({ temperature: 1 });
    expect(approximated()).toEqual([]);
  });

  it("tell who the user is", () => {
    expect(translate({ user: "u" })).toEqual({ ...SENT, metadata: { user_id: "u" } });
    expect(translate({ safety_identifier: "s" })).toEqual({ ...SENT, metadata: { user_id: "s" } });
    expect(dropped()).toEqual([]);
    expect(translate({ user: "u", safety_identifier: "s" })).toEqual({ ...SENT, metadata: { user_id: "u" } });
    expect(dropped()).toEqual(["safety_identifier"]);
  });

  it("drop by name what Anthropic does not know", () => {
    const request = { seed: 1, frequency_penalty: 1, presence_penalty: 1, service_tier: "flex", metadata: { a: "b" } };
    expect(translate(request)).toEqual(SENT);
    expect(dropped().sort()).toEqual(Object.keys(request).sort());
  });

  it("take the target's limit where there is none", () => {
    expect(translate({})).toMatchObject({ max_tokens: 4096 });
    expect(translate({ max_completion_tokens: 9 })).toMatchObject({ max_tokens: 9 });
  });

  it("refuse a stop sequence of white space", () => {
    for (const stop of ["\n", [" \t", "END"], "\r\n"]) expect(() => translate({ stop })).toThrow("stop: this model's");
    expect(translate({ stop: ["", "\nEND", "\\n"] })).toMatchObject({ stop_sequences: ["\nEND", "\\n"] });
  });
});

describe("an Anthropic request, told to another provider", () => {
  const told = (request: object) =>
    pure.translateRequest("anthropic", "openai", { ...SENT, ...request }) as { messages: object[] };

  it("has a message for each result of a tool, and none for nothing", () => {
    const results = ["a", "b"].map((id) => ({ type: "tool_result", tool_use_id: id, content: id }));
    const calls = ["a", "b"].map((id) => ({ type: "tool_use", id, name: "f", input: {} }));
    const { messages } = told({
      messages: [HI, { role: "assistant", content: calls }, { role: "user", content: results }],
    });
    expect(messages).toEqual([
      HI,
      expect.objectContaining({ role: "assistant" }),
      { role: "tool", tool_call_id: "a", content: "a" },
      { role: "tool", tool_call_id: "b", content: "b" },
    ]);
  });
});

describe("an error of Anthropic's, told to another client", () => {
  const code = (message: string, more: object = {}) => {
    const document = { type: "error", error: { type: "invalid_request_error", message, ...more } };
    return (pure.translateError("anthropic", "openai", 400, document) as { error: { code: unknown } }).error.code;
  };

  it("says by its code that a prompt does not fit", () => {
    expect(code("prompt is too long: 210000 tokens > 200000 maximum")).toBe("context_length_exceeded");
    expect(code("input length and `max_tokens` exceed context limit: 1 + 2 > 2")).toBe("context_length_exceeded");
    expect(code("max_tokens: Field required")).not.toBe("context_length_exceeded");
  });

  it("keeps Anthropic's own code", () => {
    expect(code("x", { details: { error_code: "tool_name_conflict" } })).toBe("tool_name_conflict");
  });
});
