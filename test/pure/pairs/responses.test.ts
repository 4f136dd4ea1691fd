import { beforeAll, describe, expect, it } from "vitest";
import { type DialectName, loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const USER = { role: "user", content: "hi" };
const ASKED = { type: "message", role: "user", content: "hi" };

/** What a Responses provider gets of another dialect's request. */
function sent(client: DialectName, request: object): Document {
  return pure.translateRequest(client, "responses", { model: "m", max_tokens: 100, messages: [USER], ...request });
}

describe("a Responses provider gets of another dialect's client", () => {
  it.each<[DialectName, object, string]>([
    ["openai", { stop: "x" }, "stop"],
    ["anthropic", { stop_sequences: ["x"] }, "stop_sequences"],
    ["ollama", { options: { stop: ["x"] } }, "options.stop"],
  ])("no stop sequence, which it would not heed: %s", (client, request, named) => {
    expect(sent(client, request)).not.toHaveProperty("stop");
    expect(pure.losses().approximated).toEqual([named]);
  });

  it("no request with more of them than can be looked for", () => {
    expect(() => sent("openai", { stop: Array.from({ length: 65 }, (_, i) => `${i}`) })).toThrow("stop: for this");
    expect(() => sent("openai", { stop: ["x".repeat(1025)] })).toThrow("stop: for this");
  });

  it("no empty list of them either", () => {
    expect(sent("openai", { stop: [] }).input).toEqual([ASKED]);
  });

  it("tools that are not strict, unless they say so", () => {
    const tools = [
      { type: "function", function: { name: "f" } },
      { type: "function", function: { name: "g", strict: true } },
    ];
    expect(sent("openai", { tools }).tools).toMatchObject([
      { name: "f", strict: false },
      { name: "g", strict: true },
    ]);
  });

  it("no settings that it does not have", () => {
    expect(sent("openai", { seed: 1, presence_penalty: 1, logit_bias: { 1: 2 } })).not.toHaveProperty("seed");
    expect(pure.losses().dropped).toEqual(["seed", "presence_penalty", "logit_bias"]);
  });

  it.each<[number, string]>([
    [1024, "low"],
    [4096, "low"],
    [12288, "medium"],
    [12289, "high"],
  ])("an effort for %i tokens to think with: %s", (budget_tokens, effort) => {
    const request = { max_tokens: 30_000, thinking: { type: "enabled", budget_tokens } };
    expect(sent("anthropic", request)).toMatchObject({
      reasoning: { effort },
      include: ["reasoning.encrypted_content"],
    });
    expect(pure.losses().approximated).toEqual(["thinking"]);
  });

  it("no thinking where the client switched it off", () => {
    expect(sent("anthropic", { thinking: { type: "disabled" } }).reasoning).toEqual({ effort: "none" });
    expect(sent("ollama", { think: true }).reasoning).toEqual({ effort: "medium" });
  });

  it("its own thoughts, and nobody else's", () => {
    const thoughts = [
      { type: "thinking", thinking: "hm", signature: "headgate.responses.E" },
      { type: "redacted_thinking", data: "headgate.responses.F" },
      { type: "thinking", thinking: "own", signature: "S" },
    ];
    const messages = [USER, { role: "assistant", content: [...thoughts, { type: "text", text: "yes" }] }, USER];
    expect(sent("anthropic", { messages }).input.slice(1, -1)).toEqual([
      { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "E" },
      { type: "reasoning", summary: [], encrypted_content: "F" },
      { type: "message", role: "assistant", content: "yes" },
    ]);
    expect(pure.losses().dropped).toEqual(["messages.reasoning"]);
  });

  it("no file that another provider keeps", () => {
    const source = { type: "file", file_id: "f" };
    const messages = [{ role: "user", content: [{ type: "image", source }] }];
    expect(() => sent("anthropic", { messages })).toThrow("messages[0].content[0]: is kept by another provider");
  });

  it("a plain text document as text, under its title", () => {
    const source = { type: "text", media_type: "text/plain", data: "doc" };
    const content = [
      { type: "document", title: "T", source },
      { type: "text", text: "hi" },
    ];
    expect(sent("anthropic", { messages: [{ role: "user", content }] }).input[0].content).toEqual([
      { type: "input_text", text: "T\n\ndoc" },
      { type: "input_text", text: "hi" },
    ]);
    expect(pure.losses().approximated).toEqual(["messages"]);
  });

  it("an image whose type nobody told, if it can be told", () => {
    const image = (base64: string) => sent("ollama", { messages: [{ ...USER, images: [base64] }] });
    expect(JSON.stringify(image("iVBORw0KGgo="))).toContain("data:image/png;base64,iVBORw0KGgo=");
    expect(() => image("AAAA")).toThrow("messages[0].images[0]: is no PNG");
  });
});

/** A turn of a Responses client: what was thought, said and called is an item each. */
const TURN = [
  USER,
  { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "headgate.anthropic.S" },
  { type: "reasoning", summary: [{ type: "summary_text", text: "" }], encrypted_content: "headgate.anthropic.T" },
  { type: "reasoning", summary: [], encrypted_content: "headgate.anthropic.R" },
  { role: "assistant", content: "let me see" },
  { type: "function_call", call_id: "c1", name: "f", arguments: '{"a":1}' },
  { type: "function_call", call_id: "c2", name: "f", arguments: "{}" },
  { type: "function_call_output", call_id: "c1", output: "1" },
  { type: "function_call_output", call_id: "c2", output: "2" },
];

describe("of a Responses client's turn", () => {
  it("Anthropic gets one message, with its own thoughts sealed as they were", () => {
    const request = { model: "m", input: TURN, max_output_tokens: 100 };
    const { messages } = pure.translateRequest("responses", "anthropic", request) as Document;
    expect(messages[1]).toEqual({
      role: "assistant",
      content: [
        { type: "thinking", thinking: "hm", signature: "S" },
        { type: "thinking", thinking: "", signature: "T" },
        { type: "redacted_thinking", data: "R" },
        { type: "text", text: "let me see" },
        { type: "tool_use", id: "c1", name: "f", input: { a: 1 } },
        { type: "tool_use", id: "c2", name: "f", input: {} },
      ],
    });
    expect(messages).toHaveLength(3);
  });

  it("a chat completions provider gets one message with both calls", () => {
    const { messages } = pure.translateRequest("responses", "openai", { model: "m", input: TURN }) as Document;
    expect(messages.map((message: Document) => message.role)).toEqual(["user", "assistant", "tool", "tool"]);
    expect(messages[1]).toMatchObject({ content: "let me see", tool_calls: [{ id: "c1" }, { id: "c2" }] });
  });
});

it("marks what another dialect's provider sealed, with and without words", () => {
  const content = [
    { type: "thinking", thinking: "", signature: "S" },
    { type: "redacted_thinking", data: "R" },
    { type: "text", text: "yes" },
  ];
  const answer = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "c",
    content,
    stop_reason: "end_turn",
    usage: {},
  };
  const { id, output } = pure.translateResponse("anthropic", "responses", answer) as Document;
  expect(id).toMatch(/^resp_/);
  expect(output).toMatchObject([
    { type: "reasoning", summary: [{ text: "" }], encrypted_content: "headgate.anthropic.S" },
    { type: "reasoning", summary: [], encrypted_content: "headgate.anthropic.R" },
    { type: "message" },
  ]);
});
