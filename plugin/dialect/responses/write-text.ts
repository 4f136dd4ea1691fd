import { ChatRequest, Format } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";

/** `text`, where it says more than the default. */
export function writeText(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  const verbosity = request.settings[Setting.Verbosity];
  if (request.format == Format.Text && verbosity == ABSENT) return;
  json.key("text");
  json.object();
  if (request.format == Format.Schema && !traits.jsonSchema) writeFormatType("json_object", json);
  else if (request.format != Format.Text) writeFormat(request, json);
  json.member("verbosity", verbosity);
  json.endObject();
}

export function writeFormat(request: ChatRequest, json: JsonWriter): void {
  if (request.format == Format.Text) return writeFormatType("text", json);
  if (request.format == Format.Json) return writeFormatType("json_object", json);
  json.key("format");
  json.object();
  json.asciiMember("type", "json_schema");
  if (request.schemaName != ABSENT) json.rawMember("name", request.schemaName);
  else json.asciiMember("name", "answer");
  json.stringMember("description", request.schemaDescription);
  json.member("schema", request.schema);
  json.member("strict", request.schemaStrict);
  json.endObject();
}

function writeFormatType(type: string, json: JsonWriter): void {
  json.key("format");
  json.object();
  json.asciiMember("type", type);
  json.endObject();
}
