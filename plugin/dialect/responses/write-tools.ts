import { ChatRequest, ToolChoice } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";

/**
 * `strict` is always said: left out, it means strict here, and every optional argument would become
 * required. https://platform.openai.com/docs/guides/function-calling#strict-mode
 */
export function writeTools(request: ChatRequest, json: JsonWriter): void {
  json.key("tools");
  json.array();
  for (let i = 0; i < request.tools.length; i++) {
    const tool = request.tools[i];
    json.object();
    json.asciiMember("type", "function");
    json.rawMember("name", tool.name);
    json.stringMember("description", tool.description);
    if (tool.parameters != ABSENT) json.member("parameters", tool.parameters);
    else json.literalMember("parameters", '{"type":"object","properties":{}}');
    if (tool.strict != ABSENT) json.member("strict", tool.strict);
    else json.literalMember("strict", "false");
    json.endObject();
  }
  json.endArray();
}

export function writeToolChoice(request: ChatRequest, json: JsonWriter): void {
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
      json.rawMember("name", request.toolName);
      json.endObject();
      return;
    default:
      return;
  }
}
