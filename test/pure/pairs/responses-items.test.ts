import type { ResponseInputItem } from "openai/resources/responses/responses";
import { beforeAll, describe, expect, it } from "vitest";
import { type DialectName, loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const OTHERS: DialectName[] = ["openai", "anthropic", "ollama"];
const GO = { role: "user", content: "go" };
const image_url = "data:image/png;base64,iVBORw0KGgo=";

function sent(provider: DialectName, ...input: object[]): Document {
  return pure.translateRequest("responses", provider, { model: "m", input });
}

/** Items of one kind, with what they bring; what a provider is told of them; and what is left out. */
type Case = [object[], string[], string[]?];

/** Every type of item that the official client documents, and those of agents that it does not. */
const ITEMS: Record<NonNullable<ResponseInputItem["type"]>, Case> = {
  message: [[{ type: "message", role: "user", content: "said" }], ["said"]],
  function_call: [[{ type: "function_call", call_id: "c", name: "f", arguments: "{}" }], ["(no result)"]],
  function_call_output: [[{ type: "function_call_output", call_id: "c", output: "told" }], ["told"]],
  reasoning: [[{ type: "reasoning", id: "rs", summary: [] }], [], ["input.reasoning"]],
  file_search_call: [
    [{ type: "file_search_call", id: "fs", queries: ["asked"], results: [{ text: "found" }] }],
    ["file_search", "asked", "found"],
  ],
  computer_call: [
    [
      { type: "computer_call", id: "cu", call_id: "c", action: { type: "click", x: 17 } },
      { type: "computer_call_output", call_id: "c", output: { type: "computer_screenshot", image_url } },
    ],
    ["click", "iVBORw0KGgo="],
  ],
  computer_call_output: [
    [{ type: "computer_call_output", call_id: "c", output: { type: "computer_screenshot", image_url } }],
    ["iVBORw0KGgo="],
  ],
  web_search_call: [
    [{ type: "web_search_call", id: "ws", status: "completed", action: { type: "search", query: "x" } }],
    [],
    ["input.web_search_call"],
  ],
  tool_search_call: [[{ type: "tool_search_call", call_id: "c", arguments: { query: "asked" } }], ["asked"]],
  tool_search_output: [
    [
      { type: "tool_search_call", call_id: "c", arguments: {} },
      { type: "tool_search_output", call_id: "c", tools: [] },
    ],
    ["No tools were found."],
  ],
  additional_tools: [
    [{ type: "additional_tools", role: "developer", tools: [{ type: "function", name: "added" }] }],
    ["added"],
  ],
  compaction: [[{ type: "compaction", encrypted_content: "gAAA" }], [], ["input.compaction"]],
  image_generation_call: [
    [{ type: "image_generation_call", id: "ig", status: "completed", result: "iVBO" }],
    [],
    ["input.image_generation_call"],
  ],
  code_interpreter_call: [
    [{ type: "code_interpreter_call", id: "ci", code: "1+1", outputs: [{ type: "logs", logs: "two" }] }],
    ["1+1", "two"],
  ],
  local_shell_call: [
    [
      { type: "local_shell_call", id: "lsh", call_id: "c", action: { type: "exec", command: ["ls", "/x"] } },
      { type: "local_shell_call_output", id: "lsh", output: "y.txt" },
    ],
    ["/x", "y.txt"],
  ],
  local_shell_call_output: [[{ type: "local_shell_call_output", id: "lsh", output: "y.txt" }], ["y.txt"]],
  shell_call: [
    [
      { type: "shell_call", call_id: "c", action: { commands: ["ls"] } },
      { type: "shell_call_output", call_id: "c", output: [{ stdout: "y.txt", stderr: "" }] },
    ],
    ["ls", "y.txt"],
  ],
  shell_call_output: [[{ type: "shell_call_output", call_id: "c", output: [{ stdout: "y.txt" }] }], ["y.txt"]],
  apply_patch_call: [
    [
      { type: "apply_patch_call", call_id: "c", operation: { type: "delete_file", path: "x.txt" } },
      { type: "apply_patch_call_output", call_id: "c", status: "failed" },
    ],
    ["x.txt", "failed"],
  ],
  apply_patch_call_output: [
    [{ type: "apply_patch_call_output", call_id: "c", status: "failed", output: "no such" }],
    ["no such"],
  ],
  mcp_list_tools: [[{ type: "mcp_list_tools", id: "m", server_label: "s", tools: [] }], [], ["input.mcp_list_tools"]],
  mcp_approval_request: [
    [{ type: "mcp_approval_request", id: "m", server_label: "s", name: "f", arguments: "{}" }],
    [],
    ["input.mcp_approval_request"],
  ],
  mcp_approval_response: [
    [{ type: "mcp_approval_response", approval_request_id: "m", approve: true }],
    [],
    ["input.mcp_approval_response"],
  ],
  mcp_call: [
    [{ type: "mcp_call", id: "m", server_label: "s", name: "f", arguments: '{"a":"asked"}', output: "told" }],
    ["s__f", "asked", "told"],
  ],
  custom_tool_call_output: [[{ type: "custom_tool_call_output", call_id: "c", output: "told" }], ["told"]],
  custom_tool_call: [[{ type: "custom_tool_call", call_id: "c", name: "f", input: "asked" }], ["asked"]],
  compaction_trigger: [[{ type: "compaction_trigger" }], ["answer with the summary alone"]],
  item_reference: [[{ type: "item_reference", id: "msg" }], [], ["input.item_reference"]],
  program: [
    [
      { type: "program", id: "p", call_id: "c", code: "call()" },
      { type: "program_output", id: "po", call_id: "c", result: "told" },
    ],
    ["call()", "told"],
  ],
  program_output: [[{ type: "program_output", id: "po", call_id: "c", result: "told" }], ["told"]],
};
const OF_AGENTS: Record<string, Case> = {
  agent_message: [
    [
      {
        type: "agent_message",
        author: "/root",
        recipient: "/root/a",
        content: [
          { type: "input_text", text: "said" },
          { type: "encrypted_content", encrypted_content: "gAAA" },
        ],
      },
    ],
    ["said"],
    ["input.encrypted_content"],
  ],
  "agent_message that is sealed": [
    [{ type: "agent_message", content: [{ type: "encrypted_content", encrypted_content: "gAAA" }] }],
    [],
    ["input.encrypted_content", "input.agent_message"],
  ],
  "a compaction of the gateway's": [
    [{ type: "compaction", id: "cmp_1", encrypted_content: "headgate.summary.So far" }],
    ["So far"],
  ],
  "a compaction of the gateway's that is empty": [
    [{ type: "compaction", encrypted_content: "headgate.summary." }],
    [],
    ["input.compaction"],
  ],
  "a trigger that is not the last item": [[{ type: "compaction_trigger" }, GO], [], ["input.compaction_trigger"]],
  context_compaction: [[{ type: "context_compaction" }], [], ["input.context_compaction"]],
  "one that nobody knows": [[{ type: "tomorrow", what: 1 }], [], ["input.tomorrow"]],
  "a reference without a type": [[{ id: "msg_1" }], [], ["input.item_reference"]],
  "a call by a program": [
    [
      {
        type: "function_call",
        call_id: "c",
        name: "f",
        arguments: '{"a":"asked"}',
        caller: { type: "program", caller_id: "p" },
      },
      { type: "function_call_output", call_id: "c", output: "told", caller: { type: "program", caller_id: "p" } },
    ],
    ["asked", "told"],
    ["input.caller"],
  ],
};

describe.each(OTHERS)("a conversation goes on at a provider of %s with", (provider) => {
  it.each(Object.entries({ ...ITEMS, ...OF_AGENTS }))("%s", (_, [items, told, dropped = []]) => {
    const document = JSON.stringify(sent(provider, GO, ...items));
    for (const text of told) expect(document).toContain(text);
    expect(document).not.toContain("gAAA");
    expect(pure.losses().dropped).toEqual(dropped);
  });
});

it("tells calls of the platform's own tools as calls with their results", () => {
  const { messages } = sent("openai", GO, ...ITEMS.local_shell_call[0], ...ITEMS.mcp_call[0], GO);
  expect(messages.map((message: Document) => [message.role, message.tool_call_id])).toEqual([
    ["user", undefined],
    ["assistant", undefined],
    ["tool", "c"],
    ["assistant", undefined],
    ["tool", "m"],
    ["user", undefined],
  ]);
  expect(pure.losses()).toEqual({ dropped: [], approximated: [] });
});
