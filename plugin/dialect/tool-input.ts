import { ToolCallPart } from "../exchange/part";
import { escape } from "../wire/json-string";
import { JsonWriter } from "../wire/json-writer";
import { objectInText } from "../wire/object-in-text";
import { Output } from "../wire/output";
import { ABSENT, length, Span, span } from "../wire/span";

const scratch = new Output();

/**
 * A call's arguments as a JSON object. Text that is none, as models write it and limits cut it, is kept
 * under the name that Anthropic's documentation gives it:
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming
 */
export function writeInputAsObject(input: Span, isText: bool, json: JsonWriter): void {
  if (input == ABSENT || length(input) == 0) return json.value(EMPTY_OBJECT);
  if (!isText) return json.value(input);
  const object = objectInText(input);
  if (object != ABSENT) return json.value(object);
  json.object();
  json.rawMember("INVALID_JSON", input);
  json.endObject();
}

/** A call's arguments as a string that holds JSON. */
export function writeInputAsText(call: ToolCallPart, json: JsonWriter): void {
  if (call.input == ABSENT || (call.inputIsText && length(call.input) == 0)) return json.ascii("{}");
  if (call.inputIsText) return json.raw(call.input);
  json.utf8(call.input);
}

/** A whole JSON value as the inside of a raw string; valid until the next call. */
export function valueAsText(value: Span): Span {
  scratch.clear();
  escape(value, scratch);
  return scratch.bytes;
}

const emptyObject = String.UTF8.encode("{}");
const EMPTY_OBJECT = span(changetype<usize>(emptyObject), 2);
