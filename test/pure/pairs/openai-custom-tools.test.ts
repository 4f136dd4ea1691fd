import { beforeAll, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const grammar = { syntax: "regex", definition: "[a-z]+" };
const CUSTOM = { type: "custom", custom: { name: "sql", description: "Asks.", format: { type: "grammar", grammar } } };
const asked = (fields: object = {}) => ({
  model: "m",
  messages: [{ role: "user", content: "q" }],
  tools: [CUSTOM],
  ...fields,
});

it("a custom tool of chat completions is a function to another provider, in the conversation too", () => {
  const messages = [
    { role: "user", content: "q" },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "c", type: "custom", custom: { name: "sql", input: 'a"b' } }],
    },
    { role: "tool", tool_call_id: "c", content: "1" },
  ];
  const tool_choice = { type: "custom", custom: { name: "sql" } };
  const sent: Document = pure.translateRequest("openai", "anthropic", asked({ messages, tool_choice }));
  expect(sent.tools).toMatchObject([{ name: "sql", input_schema: { required: ["input"] } }]);
  expect(sent.tools[0].description).toContain("(regex):\n[a-z]+");
  expect(sent.tool_choice).toMatchObject({ type: "tool", name: "sql" });
  expect(sent.messages[1].content).toEqual([{ type: "tool_use", id: "c", name: "sql", input: { input: 'a"b' } }]);
  expect(pure.losses()).toEqual({ dropped: [], approximated: ["tools.custom.format"] });
});

const ANSWER = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "m",
  content: [{ type: "tool_use", id: "c", name: "sql", input: { input: "select\n1" } }],
  stop_reason: "tool_use",
  usage: { input_tokens: 1, output_tokens: 1 },
};

it("its call comes back as a custom call", () => {
  const got: Document = pure.translateResponse("anthropic", "openai", ANSWER, asked());
  expect(got.choices[0].message.tool_calls).toEqual([
    { id: "c", type: "custom", custom: { name: "sql", input: "select\n1" } },
  ]);
});

it("and streamed, its text piece by piece", () => {
  const events = [
    { type: "message_start", message: { ...ANSWER, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "c", name: "sql", input: {} } },
    ...['{"inp', 'ut":"sel', "ect\\", 'n1"}'].map((partial_json) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "input_json_delta", partial_json },
    })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 1 } },
    { type: "message_stop" },
  ];
  const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  const { text } = pure.translateStream("anthropic", "openai", [Buffer.from(stream)], {
    request: asked({ stream: true }),
  });
  const calls = text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .flatMap((line) => (JSON.parse(line.slice(6)) as Document).choices[0]?.delta.tool_calls ?? []);
  expect(calls[0]).toEqual({ index: 0, id: "c", type: "custom", custom: { name: "sql", input: "" } });
  const pieces = calls.slice(1).map((call: Document) => call.custom.input);
  expect(pieces).toEqual(["sel", "ect", "\n1"]);
});
