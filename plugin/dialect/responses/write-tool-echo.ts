import { ChatRequest, ToolChoice } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { asOwn, calledTool, writeCalledName } from "./called-tool";
import { writeToolChoice } from "./write-tools";

/** `tools` and `tool_choice` of a response: what the client asked, as it asked it. */
export function writeToolEcho(request: ChatRequest, json: JsonWriter): void {
  if (request.toolChoice == ToolChoice.Unset) json.asciiMember("tool_choice", "auto");
  else if (request.toolChoice == ToolChoice.Named) writeNamed(request, json);
  else writeToolChoice(request, json);
  json.key("tools");
  json.array();
  let last: Span = ABSENT;
  for (let i = 0; i < request.tools.length; i++) {
    const tool = asOwn(request.tools[i]);
    // The tools of a namespace stand in one definition.
    if (tool === null || tool.definition == last) continue;
    last = tool.definition;
    json.value(last);
  }
  json.endArray();
}

function writeNamed(request: ChatRequest, json: JsonWriter): void {
  const tool = calledTool(request, request.toolName);
  json.key("tool_choice");
  json.object();
  if (tool !== null && tool.isLocal) json.rawMember("type", tool.ownName);
  else {
    json.asciiMember("type", tool !== null && tool.isText ? "custom" : "function");
    writeCalledName(tool, request.toolName, json);
  }
  json.endObject();
}
