import { ChatRequest, Format, Tool, ToolChoice } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, from, Span } from "../../wire/span";
import { JSON_TOOL } from "./structure";

const tape = new Tape();

export function writeTools(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  if (request.tools.length == 0) return;
  json.key("tools");
  json.array();
  for (let i = 0; i < request.tools.length; i++) writeTool(request.tools[i], traits, json);
  json.endArray();
  writeToolChoice(request, json);
}

function writeTool(tool: Tool, traits: Traits, json: JsonWriter): void {
  json.object();
  json.rawMember("name", tool.name);
  json.stringMember("description", tool.description);
  json.key("input_schema");
  writeSchema(tool.parameters, json);
  if (traits.jsonSchema) json.member("strict", tool.strict);
  json.member("cache_control", tool.cacheControl);
  json.endObject();
}

/** Anthropic demands `"type": "object"`, which elsewhere goes without saying. */
function writeSchema(schema: Span, json: JsonWriter): void {
  if (schema == ABSENT) {
    json.object();
    json.asciiMember("type", "object");
    json.endObject();
  } else if (tape.scan(schema) && tape.isObject(tape.root) && tape.find(tape.root, "type") < 0) {
    json.literal(tape.first(tape.root) < 0 ? '{"type":"object"' : '{"type":"object",');
    json.out.raw(from(schema, 1));
  } else {
    json.value(schema);
  }
}

function writeToolChoice(request: ChatRequest, json: JsonWriter): void {
  const choice = request.toolChoice;
  if (choice == ToolChoice.Unset && !request.oneToolOnly) return;
  json.key("tool_choice");
  json.object();
  json.asciiMember("type", choiceName(choice));
  if (choice == ToolChoice.Named) json.rawMember("name", request.toolName);
  if (request.oneToolOnly && choice != ToolChoice.None) json.literalMember("disable_parallel_tool_use", "true");
  json.endObject();
}

function choiceName(choice: ToolChoice): string {
  switch (choice) {
    case ToolChoice.None:
      return "none";
    case ToolChoice.Required:
      return "any";
    case ToolChoice.Named:
      return "tool";
    default:
      return "auto";
  }
}

/** The one tool, and the order to call it, whose input is the client's JSON. */
export function writeJsonTool(request: ChatRequest, json: JsonWriter): void {
  json.key("tools");
  json.array();
  json.object();
  json.asciiMember("name", JSON_TOOL);
  if (request.schemaDescription != ABSENT) json.rawMember("description", request.schemaDescription);
  else json.asciiMember("description", "Takes the answer.");
  json.key("input_schema");
  writeSchema(request.format == Format.Schema ? request.schema : ABSENT, json);
  json.endObject();
  json.endArray();
  json.key("tool_choice");
  json.object();
  json.asciiMember("type", "tool");
  json.asciiMember("name", JSON_TOOL);
  json.literalMember("disable_parallel_tool_use", "true");
  json.endObject();
}
