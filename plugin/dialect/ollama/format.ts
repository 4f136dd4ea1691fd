import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { ChatRequest, Format } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, length } from "../../wire/span";
import { wrongType } from "../refuse";
import { valueAsText } from "../tool-input";
import { forcedTool } from "./forced-tool";

/** `format`: "json" or a JSON Schema. https://github.com/ollama/ollama/blob/main/docs/capabilities/structured-outputs.mdx */
export function readFormat(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  const word = tape.text(value);
  if (tape.isNull(value) || (tape.isString(value) && length(word) == 0)) return null;
  if (is(word, "json")) into.format = Format.Json;
  else if (tape.isObject(value)) {
    into.format = Format.Schema;
    into.schemaGuaranteed = true;
    into.schema = tape.value(value);
  } else return wrongType("format", '"json" or a JSON Schema');
  return null;
}

/** The schema's name says nothing to the model; its description would. */
export function fitFormat(request: ChatRequest, traits: Traits, into: Fit): void {
  if (request.format != Format.Schema) return;
  if (request.schemaDescription != ABSENT) into.drop(request.names.format + ".description");
  if (!traits.jsonSchema) into.approximate(request.names.format);
}

export function writeFormat(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  const tool = forcedTool(request);
  if (tool !== null) {
    if (tool.parameters != ABSENT && traits.jsonSchema) json.member("format", tool.parameters);
    else json.asciiMember("format", "json");
    return;
  }
  if (request.format == Format.Schema && traits.jsonSchema) json.member("format", request.schema);
  else if (request.format != Format.Text) json.asciiMember("format", "json");
}

/** Asks for the schema in words, where the target cannot be bound to it. */
export function writeSchemaMessage(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  if (request.format != Format.Schema || traits.jsonSchema || forcedTool(request) !== null) return;
  json.object();
  json.asciiMember("role", "system");
  json.key("content");
  json.prefixed("Answer with one JSON object and nothing else. Its JSON Schema: ", valueAsText(request.schema));
  json.endObject();
}
