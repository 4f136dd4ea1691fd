import { Failure } from "../../exchange/failure";
import { ChatRequest, Format } from "../../exchange/request";
import { Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { readValue } from "../read-values";
import { refuse, wrongType } from "../refuse";

/** https://platform.openai.com/docs/guides/structured-outputs */
export function readFormat(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  const type = tape.text(tape.find(value, "type"));
  if (type == ABSENT) return wrongType("response_format.type", "text, json_object or json_schema");
  if (is(type, "text")) return null;
  if (is(type, "json_object")) {
    into.format = Format.Json;
    return null;
  }
  if (!is(type, "json_schema")) return refuse("response_format");
  const definition = tape.find(value, "json_schema");
  if (!tape.isObject(definition)) return wrongType("response_format.json_schema", "an object");
  const schema = tape.find(definition, "schema");
  if (!tape.isNull(schema) && !tape.isObject(schema)) {
    return wrongType("response_format.json_schema.schema", "an object");
  }
  into.schema = readValue(tape, schema);
  into.format = into.schema == ABSENT ? Format.Json : Format.Schema;
  into.schemaName = filledText(tape, definition, "name");
  into.schemaDescription = filledText(tape, definition, "description");
  into.schemaStrict = readValue(tape, tape.find(definition, "strict"));
  return null;
}
