import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { writeInputAsObject } from "../tool-input";

/** Behind the call's id: its `function`, with the call's place among those of its message. */
export function writeFunction(index: i32, name: Span, input: Span, inputIsText: bool, json: JsonWriter): void {
  json.key("function");
  json.object();
  json.countMember("index", index);
  json.rawMember("name", name);
  json.key("arguments");
  writeInputAsObject(input, inputIsText, json);
  json.endObject();
}
