import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const HI = { role: "user", content: "hi" };
const user = (...content: unknown[]) => ({ messages: [{ role: "user", content }] });
const assistant = (...content: unknown[]) => ({ messages: [HI, { role: "assistant", content }] });
const TOOL = { name: "f", input_schema: { type: "object" } };

/** What only Anthropic's own providers can do: such a request goes to no other. */
const BOUND: [object, string][] = [
  [{ container: "c_1" }, "container"],
  [{ container: { id: "c_1" } }, "container"],
  [{ mcp_servers: [{ type: "url", url: "https://a.example", name: "a" }] }, "mcp_servers"],
  [{ inference_geo: "us" }, "inference_geo"],
  [{ thread: { previous_message_id: "msg_1" } }, "thread"],
  [{ max_tokens: 0 }, "max_tokens"],
  [{ output_config: { format: { type: "grammar" } } }, "output_config.format"],
  [user({ type: "search_result", source: "a", title: "b", content: [] }), "messages[0].content[0]"],
  [user({ type: "text", text: "a" }, { type: "container_upload", file_id: "f" }), "messages[0].content[1]"],
  [
    assistant({ type: "tool_use", id: "a", name: "left_click", input: {}, toolset_name: "computer" }),
    "messages[1].content[0].toolset_name",
  ],
  [
    assistant({ type: "tool_use", id: "a", name: "f", input: {}, caller: { type: "code_execution_20260120" } }),
    "messages[1].content[0].caller",
  ],
  [user({ type: "tool_reference", tool_name: "f" }), "messages[0].content[0]"],
  [user({ type: "tool_result", tool_use_id: "a", toolset_name: "browser" }), "messages[0].content[0].toolset_name"],
  [assistant({ type: "tool_result", tool_use_id: "a" }), "messages[1].content[0]"],
  [assistant({ type: "image", source: { type: "url", url: "u" } }), "messages[1].content[0]"],
  [{ system: [{ type: "image" }] }, "system[0]"],
  [{ tools: [{ type: "web_search_20260318", name: "web_search" }] }, "tools[0]"],
  [{ tools: [{ type: "computer_20260801" }] }, "tools[0]"],
  [
    { tools: [TOOL, { type: "bash_20250124", name: "bash" }], tool_choice: { type: "tool", name: "bash" } },
    "tool_choice.name",
  ],
];

/** What is no request at all: the field, and what it should be. */
const WRONG: [object, string][] = [
  [{ messages: undefined }, "messages: expected a list"],
  [{ messages: [] }, "messages: expected a list of at least one message"],
  [{ messages: {} }, "messages: expected a list"],
  [{ messages: [1] }, "messages[0]: expected an object"],
  [{ messages: [{}] }, "messages[0].role: expected user, assistant or system"],
  [{ messages: [{ role: 1, content: "x" }] }, "messages[0].role: expected"],
  [{ messages: [{ role: "user", content: 7 }] }, "messages[0].content: expected a string or a list of content blocks"],
  [user(1), "messages[0].content[0]: expected a content block"],
  [user(null), "messages[0].content[0]: expected a content block"],
  [user([]), "messages[0].content[0]: expected a content block"],
  [user({ text: "x" }), "messages[0].content[0]: expected a content block"],
  [user({ type: "text" }), "messages[0].content[0].text: expected a string"],
  [user({ type: "image" }), "messages[0].content[0].source.type: expected base64, url or file"],
  [user({ type: "image", source: { type: "base64" } }), "messages[0].content[0].source.data: expected"],
  [user({ type: "image", source: { type: "base64", data: "aGk=" } }), "messages[0].content[0].source.media_type"],
  [user({ type: "image", source: { type: "url", url: [] } }), "messages[0].content[0].source.url: expected"],
  [user({ type: "document", source: "x" }), "messages[0].content[0].source.type: expected"],
  [user({ type: "document", source: { type: "text", data: 1 } }), "messages[0].content[0].source.data: expected"],
  [
    user({ type: "tool_result", tool_use_id: "a", content: [{ type: "tool_reference" }] }),
    "messages[0].content[0].content[0].tool_name: expected a string",
  ],
  [user({ type: "tool_result" }), "messages[0].content[0].tool_use_id: expected a string"],
  [user({ type: "tool_result", tool_use_id: "a", content: {} }), "messages[0].content[0].content: expected"],
  [assistant({ type: "tool_use", name: "f", input: {} }), "messages[1].content[0].id: expected a string"],
  [assistant({ type: "tool_use", id: "a", input: {} }), "messages[1].content[0].name: expected a string"],
  [
    assistant({ type: "tool_use", id: "a", name: "f", input: "{}" }),
    "messages[1].content[0].input: expected an object",
  ],
  [assistant({ type: "thinking", signature: "s" }), "messages[1].content[0].thinking: expected a string"],
  [assistant({ type: "redacted_thinking" }), "messages[1].content[0].data: expected a string"],
  [{ system: 1 }, "system: expected a string or a list of text blocks"],
  [{ max_tokens: "9" }, "max_tokens: expected a number"],
  [{ temperature: "hot" }, "temperature: expected a number"],
  [{ stop_sequences: [1] }, "stop_sequences: expected a list of strings"],
  [{ metadata: [] }, "metadata: expected an object"],
  [{ metadata: { user_id: 1 } }, "metadata.user_id: expected a string"],
  [{ tools: {} }, "tools: expected a list"],
  [{ tools: [1] }, "tools[0]: expected an object"],
  [{ tools: [{ input_schema: {} }] }, "tools[0].name: expected"],
  [{ tools: [{ name: "f" }] }, "tools[0].input_schema: expected a JSON Schema"],
  [{ tool_choice: "auto" }, "tool_choice.type: expected auto, any, tool or none"],
  [{ tool_choice: { type: "tool" } }, "tool_choice.name: expected"],
  [{ thinking: true }, "thinking.type: expected"],
  [{ thinking: { type: "enabled" } }, "thinking.budget_tokens: expected a number"],
  [{ output_config: [] }, "output_config: expected an object"],
  [{ output_config: { effort: 3 } }, "output_config.effort: expected"],
  [{ output_config: { format: { type: "json_schema" } } }, "output_config.format.schema: expected a JSON Schema"],
  [{ messages: [{ role: "user", content: "" }] }, "messages: expected at least one message that is not empty"],
];

describe("a request that cannot be said otherwise is refused by name", () => {
  it.each(BOUND)("%j: %s", (sent, named) => {
    const request = { model: "m", max_tokens: 9, messages: [HI], ...sent };
    expect(() => pure.translateRequest("anthropic", "anthropic", request)).toThrow(`${named}: cannot be translated`);
  });
});

describe("what is no request is refused by name", () => {
  it.each(WRONG)("%j: %s", (sent, message) => {
    const request = { model: "m", max_tokens: 9, messages: [HI], ...sent };
    expect(() => pure.translateRequest("anthropic", "anthropic", request)).toThrow(message);
  });
});
