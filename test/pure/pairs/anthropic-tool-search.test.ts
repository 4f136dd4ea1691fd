/** Anthropic's tool search, to other dialects: there the model sees every tool from the start. */
import { beforeAll, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

const USER = { role: "user", content: "list" };
const SCHEMA = { type: "object", properties: {} };
const LIST = { name: "files_list", input_schema: SCHEMA, defer_loading: true };
const called = (name: string) => ({
  role: "assistant",
  content: [{ type: "tool_use", id: "toolu_1", name, input: {} }],
});
const found = (...names: string[]) => ({
  role: "user",
  content: [
    {
      type: "tool_result",
      tool_use_id: "toolu_1",
      content: names.map((tool_name) => ({ type: "tool_reference", tool_name })),
    },
  ],
});

const translate = (to: "openai" | "responses" | "ollama", request: object) =>
  JSON.stringify(pure.translateRequest("anthropic", to, { model: "m", max_tokens: 100, ...request }));

it.each(["openai", "responses", "ollama"] as const)("tells %s what a client's search found", (to) => {
  const messages = [USER, called("ToolSearch"), found("files_list", 'odd"name')];
  const said = translate(to, { tools: [{ name: "ToolSearch", input_schema: SCHEMA }, LIST], messages });
  expect(said).toContain('odd\\"name');
  expect(said).toContain('"name":"files_list"');
  expect(pure.losses()).toEqual({ dropped: ["tools.defer_loading"], approximated: [] });
});

it.each([
  "tool_search_tool_regex",
  "tool_search_tool_bm25_20251119",
])("drops a search of the provider's, %s", (type) => {
  const name = type.replace(/_\d+$/, "");
  const search = [
    { type: "server_tool_use", id: "srvtoolu_1", name, input: { query: "list" } },
    {
      type: "tool_search_tool_result",
      tool_use_id: "srvtoolu_1",
      content: {
        type: "tool_search_tool_search_result",
        tool_references: [{ type: "tool_reference", tool_name: "files_list" }],
      },
    },
  ];
  const messages = [
    USER,
    { role: "assistant", content: [...search, { type: "text", text: "I call it." }, ...called("files_list").content] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "a.txt" }] },
  ];
  const said = translate("openai", { tools: [{ type, name }, LIST], messages });
  expect(said).not.toContain("tool_search");
  expect(JSON.parse(said).messages).toMatchObject([
    { role: "user" },
    { role: "assistant", content: "I call it.", tool_calls: [{ function: { name: "files_list" } }] },
    { role: "tool", content: "a.txt" },
  ]);
  expect(pure.losses().dropped.toSorted()).toEqual(["tools.defer_loading", "tools.tool_search"]);
});
