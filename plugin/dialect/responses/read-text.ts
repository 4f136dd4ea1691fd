import { Failure } from "../../exchange/failure";
import { ChatRequest, Format } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Tape } from "../../wire/json-tape";
import { is } from "../../wire/span";
import { readValue } from "../read-values";
import { refuse, wrongType } from "../refuse";
import { readSetting } from "../settings";

/** `text`: the answer's format, and how long-winded it may be. */
export function readText(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isObject(value)) return wrongType("text", "an object");
  const failure = readFormat(tape, tape.find(value, "format"), into);
  if (failure !== null) return failure;
  return readSetting(tape, Setting.Verbosity, "text.verbosity", tape.find(value, "verbosity"), into);
}

function readFormat(tape: Tape, format: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(format)) return null;
  if (!tape.isObject(format)) return wrongType("text.format", "an object");
  const type = tape.text(tape.find(format, "type"));
  if (is(type, "text")) return null;
  if (is(type, "json_object")) {
    into.format = Format.Json;
    return null;
  }
  if (!is(type, "json_schema")) return refuse("text.format.type");
  const schema = tape.find(format, "schema");
  if (!tape.isObject(schema)) return wrongType("text.format.schema", "a JSON Schema");
  into.format = Format.Schema;
  into.schema = tape.value(schema);
  into.schemaName = tape.text(tape.find(format, "name"));
  into.schemaDescription = tape.text(tape.find(format, "description"));
  into.schemaStrict = readValue(tape, tape.find(format, "strict"));
  return null;
}
