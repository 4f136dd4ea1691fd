import { ChatRequest, Tool } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { Span, same } from "../../wire/span";
import { OwnTool, ToolForm } from "./own-tool";

/** The client's tool that a provider's model calls; null: the client offered none of that name. */
export function calledTool(request: ChatRequest, name: Span): OwnTool | null {
  let byOwnName: OwnTool | null = null;
  for (let i = 0; i < request.tools.length; i++) {
    const tool = asOwn(request.tools[i]);
    if (tool === null) continue;
    if (same(tool.name, name)) return tool;
    // Instructions speak of a tool by its own name, and models go by them.
    if (byOwnName === null && same(tool.ownName, name)) byOwnName = tool;
  }
  return byOwnName;
}

export function asOwn(tool: Tool): OwnTool | null {
  return tool instanceof OwnTool ? (tool as OwnTool) : null;
}

export function isSearch(tool: OwnTool | null): bool {
  return tool !== null && tool.form == ToolForm.Search;
}

export function takesText(tool: OwnTool | null): bool {
  return tool !== null && tool.isText;
}

/** A call's name as the client knows it. `name`: the provider's. */
export function writeCalledName(tool: OwnTool | null, name: Span, json: JsonWriter): void {
  json.rawMember("name", tool === null ? name : tool.ownName);
  if (tool !== null) json.stringMember("namespace", tool.namespace);
}
