/** What Ollama cannot hear from its own clients, and what its clients hear from others. */
import { beforeAll, describe, expect, it } from "vitest";
import { type DialectName, loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const USER = { role: "user", content: "hi" };
const PNG = Buffer.from("\x89PNG\r\n\x1a\n and more", "latin1").toString("base64");
const JPEG = Buffer.from("\xff\xd8\xff\xe0", "latin1").toString("base64");

function toOllama(client: DialectName, fields: object, traits: object = {}): Record<string, unknown> {
  const request = { model: "m", max_tokens: 9, messages: [USER], ...fields };
  return pure.translateRequest(client, "ollama", request, { traits }) as Record<string, unknown>;
}

describe("how hard to think", () => {
  it.each<[string, unknown, string[]]>([
    ["none", false, []],
    ["minimal", "low", ["reasoning_effort"]],
    ["low", "low", []],
    ["medium", "medium", []],
    ["high", "high", []],
    ["xhigh", "max", ["reasoning_effort"]],
  ])("of OpenAI's %s", (effort, think, approximated) => {
    expect(toOllama("openai", { reasoning_effort: effort }).think).toBe(think);
    expect(pure.losses().approximated).toEqual(approximated);
  });

  it.each<[object, unknown]>([
    [{ thinking: { type: "disabled" } }, false],
    [{ thinking: { type: "enabled", budget_tokens: 4096 } }, "low"],
    [{ thinking: { type: "enabled", budget_tokens: 12288 } }, "medium"],
    [{ thinking: { type: "enabled", budget_tokens: 12289 } }, "high"],
    [{ thinking: { type: "adaptive" } }, true],
    [{ thinking: { type: "adaptive" }, output_config: { effort: "max" } }, "max"],
    [{}, undefined],
  ])("of Anthropic's %j", (fields, think) => {
    expect(toOllama("anthropic", { max_tokens: 20000, ...fields }).think).toBe(think);
  });
});

describe("a tool call that must be", () => {
  const tools = [{ type: "function", function: { name: "f", description: "d", parameters: { type: "object" } } }];
  const more = [...tools, { type: "function", function: { name: "g" } }];
  const one = { type: "function", function: { name: "f" } };
  const words = (asked: Record<string, unknown>) => (asked.messages as { role: string; content: string }[])[0];

  it.each<[DialectName, object]>([
    ["openai", { tools, tool_choice: "required" }],
    ["openai", { tools: more, tool_choice: one }],
    [
      "responses",
      {
        input: "hi",
        tools: [{ type: "function", name: "f", description: "d", parameters: { type: "object" } }],
        tool_choice: "required",
      },
    ],
    [
      "anthropic",
      {
        tools: [{ name: "f", description: "d", input_schema: { type: "object" } }],
        tool_choice: { type: "tool", name: "f" },
      },
    ],
  ])("of one certain tool is asked for by its arguments: %s %j", (client, fields) => {
    const asked = toOllama(client, fields);
    expect(asked).not.toHaveProperty("tools");
    expect(asked.format).toEqual({ type: "object" });
    expect(words(asked)).toMatchObject({ role: "system" });
    expect(words(asked)?.content).toMatch(/function f: .*What it does: d .*"type":"object"/);
    expect(pure.losses().approximated).toEqual(["tool_choice"]);
  });

  it("of one without parameters is asked for as JSON", () => {
    const choice = { type: "function", function: { name: "g" } };
    expect(toOllama("openai", { tools: more, tool_choice: choice }).format).toBe("json");
  });

  it("of any of several is asked for in words", () => {
    const asked = toOllama("openai", { tools: more, tool_choice: "required" });
    expect(asked.tools).toHaveLength(2);
    expect(asked).not.toHaveProperty("format");
    expect(words(asked)).toEqual({ role: "system", content: expect.stringMatching(/Call one of the functions/) });
    expect(pure.losses().approximated).toEqual(["tool_choice"]);
  });

  it.each([
    [{ tools, tool_choice: { type: "function", function: { name: "g" } } }],
    [{ tool_choice: one }],
  ])("of none that is offered is refused: %j", (fields) => {
    expect(() => toOllama("openai", fields)).toThrow("tool_choice: the request offers no such tool");
  });

  it("is not: none is said by leaving the tools out, and one at a time not at all", () => {
    expect(toOllama("openai", { tools, tool_choice: "none" })).not.toHaveProperty("tools");
    expect(toOllama("openai", { tools, tool_choice: "auto", parallel_tool_calls: false }).tools).toEqual(tools);
    expect(pure.losses().dropped).toEqual(["parallel_tool_calls"]);
  });
});

describe("media", () => {
  const image = (url: string) => ({ type: "image_url", image_url: { url } });
  const text = (words: string) => ({ type: "text", text: words });
  const content = (...parts: object[]) => toOllama("openai", { messages: [{ role: "user", content: parts }] }).messages;

  it("is base64 alone, beside one text", () => {
    expect(content(text("a"), image(`data:image/png;base64,${PNG}`), image(`data:image/jpeg;base64,${JPEG}`))).toEqual([
      { role: "user", content: "a", images: [PNG, JPEG] },
    ]);
    expect(pure.losses().approximated).toEqual([]);
  });

  it("loses its place between texts", () => {
    expect(content(text("a"), image(`data:image/png;base64,${PNG}`), text("b"))).toEqual([
      { role: "user", content: "a\n\nb", images: [PNG] },
    ]);
    expect(pure.losses().approximated).toEqual(["messages"]);
  });

  it("by URL is refused by its path", () => {
    expect(() => content(text("a"), image("https://example.com/a.png"))).toThrow(
      /^messages\[0\]\.content\[1\]\S*: .*base64/,
    );
  });

  it("that is a document is its text, or refused", () => {
    const document = (source: object) =>
      toOllama("anthropic", { messages: [{ role: "user", content: [{ type: "document", source }, text("b")] }] });
    expect(document({ type: "text", media_type: "text/plain", data: "a" }).messages).toEqual([
      { role: "user", content: "a\n\nb" },
    ]);
    expect(() => document({ type: "base64", media_type: "application/pdf", data: "AAAA" })).toThrow(
      /^messages\[0\]\.content\[0\]\S*: .*text/,
    );
  });

  it("of Ollama's clients gets the type that others want", () => {
    const messages = [{ role: "user", content: "a", images: [PNG, JPEG] }];
    const sent = pure.translateRequest("ollama", "openai", { model: "m", messages }) as { messages: unknown[] };
    expect(JSON.stringify(sent.messages)).toContain(`data:image/png;base64,${PNG}`);
    expect(JSON.stringify(sent.messages)).toContain(`data:image/jpeg;base64,${JPEG}`);
  });
});

it("tells a tool's name with its result, and drops the seals of thoughts", () => {
  const messages = [
    USER,
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "first", signature: "c2ln" },
        { type: "redacted_thinking", data: "eHh4" },
        { type: "text", text: "so" },
        { type: "tool_use", id: "toolu_1", name: "f", input: { a: 1 } },
        { type: "tool_use", id: "toolu_2", name: "g", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_2", content: "two", is_error: true },
        { type: "tool_result", tool_use_id: "toolu_1", content: [{ type: "text", text: "one" }] },
        { type: "text", text: "go on" },
      ],
    },
  ];
  expect(toOllama("anthropic", { messages }).messages).toEqual([
    USER,
    {
      role: "assistant",
      content: "so",
      thinking: "first",
      tool_calls: [
        { id: "toolu_1", function: { index: 0, name: "f", arguments: { a: 1 } } },
        { id: "toolu_2", function: { index: 1, name: "g", arguments: {} } },
      ],
    },
    { role: "tool", content: "two", tool_name: "g", tool_call_id: "toolu_2" },
    { role: "tool", content: "one", tool_name: "f", tool_call_id: "toolu_1" },
    { role: "user", content: "go on" },
  ]);
  expect(pure.losses().dropped).toEqual(["messages.is_error", "messages.reasoning"]);
});

it("asks a generate client's question as a chat", () => {
  const request = { model: "m", prompt: "hi", system: "be brief", images: [PNG], options: { seed: 1 } };
  const sent = pure.translateRequest("generate", "openai", request) as { messages: { role: string }[] };
  expect(sent.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  expect(sent).toMatchObject({ seed: 1 });
});

describe("a client of Ollama", () => {
  const chunk = (delta: object, rest: object = {}) => {
    const choice = { index: 0, delta, finish_reason: null, ...rest };
    return `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", model: "m", choices: [choice] })}\n\n`;
  };
  const call = (index: number, wish: object, id?: string) =>
    chunk({ tool_calls: [{ index, ...(id && { id, type: "function" }), function: wish }] });
  /** Two calls that take turns, the first written over several lines and the second cut by a limit. */
  const bytes = Buffer.from(
    [
      chunk({ role: "assistant", content: "" }),
      call(0, { name: "f", arguments: '{\n  "a":' }, "call_a"),
      call(1, { name: "g", arguments: '{"b":' }, "call_b"),
      call(0, { arguments: ' "x\\ny"\r\n}' }),
      chunk({ content: "so" }),
      chunk({}, { finish_reason: "tool_calls" }),
      "data: [DONE]\n\n",
    ].join(""),
  );
  const calls = [
    { id: "call_a", function: { index: 0, name: "f", arguments: { a: "x\ny" } } },
    { id: "call_b", function: { index: 1, name: "g", arguments: { INVALID_JSON: '{"b":' } } },
  ];

  it.each(["ollama", "generate"] as const)("gets calls whole, each on one line: %s", (client) => {
    for (const chunks of splits(bytes)) {
      const { text, failed } = pure.translateStream("openai", client, chunks);
      expect(failed).toBe(false);
      const lines = text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      const pieces = client === "ollama" ? lines.map(({ message }) => message) : lines;
      expect(pieces).toMatchObject([
        client === "ollama" ? { content: "so" } : { response: "so" },
        { tool_calls: calls },
        {},
      ]);
      expect(lines.map(({ done }) => done)).toEqual([false, false, true]);
      expect(lines[2]).toMatchObject({ done_reason: "stop" });
    }
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["tool_calls", "stop"],
    ["content_filter", "stop"],
  ])("knows %s as %s", (reason, expected) => {
    const message = { role: "assistant", content: null, refusal: "no" };
    const answer = { id: "c", model: "m", choices: [{ index: 0, message, finish_reason: reason }] };
    expect(pure.translateResponse("openai", "ollama", answer)).toMatchObject({
      done_reason: expected,
      message: { role: "assistant", content: "no" },
    });
  });
});

it("knows that an Ollama waits for its tools, which it does not say", () => {
  const tool_calls = [{ function: { name: "f", arguments: { a: 1 } } }];
  const message = { role: "assistant", content: "", tool_calls };
  const answer = { model: "m", message, done: true, done_reason: "stop" };
  expect(pure.translateResponse("ollama", "openai", answer)).toMatchObject({
    choices: [
      {
        finish_reason: "tool_calls",
        message: { tool_calls: [{ id: expect.any(String), function: { name: "f", arguments: '{"a":1}' } }] },
      },
    ],
  });
  expect(pure.translateResponse("ollama", "anthropic", answer)).toMatchObject({ stop_reason: "tool_use" });
  const line = Buffer.from(`${JSON.stringify(answer)}\n`);
  expect(pure.translateStream("ollama", "openai", [line]).text).toContain('"finish_reason":"tool_calls"');
});
