import { ChatRequest, Tool, ToolChoice } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";

/** Without tools OpenAI refuses the fields that go with them. */
export function writeTools(request: ChatRequest, json: JsonWriter): void {
  if (request.tools.length == 0) return;
  json.key("tools");
  json.array();
  for (let i = 0; i < request.tools.length; i++) writeTool(request.tools[i], json);
  json.endArray();
  writeChoice(request, json);
  if (request.oneToolOnly) json.literalMember("parallel_tool_calls", "false");
}

function writeTool(tool: Tool, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "function");
  json.key("function");
  json.object();
  json.rawMember("name", tool.name);
  json.stringMember("description", tool.description);
  json.member("parameters", tool.parameters);
  json.member("strict", tool.strict);
  json.endObject();
  json.endObject();
}

function writeChoice(request: ChatRequest, json: JsonWriter): void {
  switch (request.toolChoice) {
    case ToolChoice.Auto:
      return json.asciiMember("tool_choice", "auto");
    case ToolChoice.None:
      return json.asciiMember("tool_choice", "none");
    case ToolChoice.Required:
      return json.asciiMember("tool_choice", "required");
    case ToolChoice.Named:
      json.key("tool_choice");
      json.object();
      json.asciiMember("type", "function");
      json.key("function");
      json.object();
      json.rawMember("name", request.toolName);
      json.endObject();
      json.endObject();
      return;
    default:
      return;
  }
}
