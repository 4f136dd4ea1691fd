import { ChatRequest, ToolChoice } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";
import { forcedTool } from "./forced-tool";

export function writeTools(request: ChatRequest, json: JsonWriter): void {
  if (request.tools.length == 0 || request.toolChoice == ToolChoice.None) return;
  if (forcedTool(request) !== null) return;
  json.key("tools");
  json.array();
  for (let i = 0; i < request.tools.length; i++) {
    const tool = request.tools[i];
    json.object();
    json.asciiMember("type", "function");
    json.key("function");
    json.object();
    json.rawMember("name", tool.name);
    json.stringMember("description", tool.description);
    if (tool.parameters != ABSENT) json.member("parameters", tool.parameters);
    else json.literalMember("parameters", '{"type":"object","properties":{}}');
    json.endObject();
    json.endObject();
  }
  json.endArray();
}
