import { ChatRequest, Format } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";
import { valueAsText } from "../tool-input";

export function writeFormat(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  if (request.format == Format.Text) return;
  json.key("response_format");
  json.object();
  if (request.format == Format.Json || !traits.jsonSchema) {
    json.asciiMember("type", "json_object");
  } else {
    json.asciiMember("type", "json_schema");
    json.key("json_schema");
    json.object();
    if (request.schemaName != ABSENT) json.rawMember("name", request.schemaName);
    else json.asciiMember("name", "answer");
    json.stringMember("description", request.schemaDescription);
    json.member("schema", request.schema);
    json.member("strict", request.schemaStrict);
    json.endObject();
  }
  json.endObject();
}

/** For servers that can be held to JSON, but not to a schema. */
export function writeSchemaMessage(request: ChatRequest, json: JsonWriter): void {
  json.object();
  json.asciiMember("role", "system");
  json.key("content");
  json.prefixed("Answer with JSON alone, of this JSON Schema: ", valueAsText(request.schema));
  json.endObject();
}
