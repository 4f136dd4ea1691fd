import { Usage } from "../../exchange/response";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

/** Reads a `usage` object; anything else leaves the counts as they are. */
export function readUsage(tape: Tape, value: i32, into: Usage): void {
  const input = tape.find(value, "prompt_tokens");
  const output = tape.find(value, "completion_tokens");
  if (tape.isNumber(input)) into.input = wholeNumber(tape.bytes(input));
  if (tape.isNumber(output)) into.output = wholeNumber(tape.bytes(output));
}

export function writeUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  json.countMember("prompt_tokens", usage.input);
  json.countMember("completion_tokens", usage.output);
  json.countMember("total_tokens", usage.total);
  json.endObject();
}
