import { Usage } from "../../exchange/response";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

function count(tape: Tape, usage: i32, name: string): i64 {
  const value = tape.find(usage, name);
  return tape.isNumber(value) ? wholeNumber(tape.bytes(value)) : -1;
}

/** `input_tokens` leaves out what the prompt cache read and wrote; the exchange counts the whole prompt. */
export function readUsage(tape: Tape, value: i32, into: Usage): void {
  const input = count(tape, value, "input_tokens");
  if (input >= 0) {
    const cached = max(count(tape, value, "cache_read_input_tokens"), 0);
    const written = max(count(tape, value, "cache_creation_input_tokens"), 0);
    into.input = input + cached + written;
  }
  const output = count(tape, value, "output_tokens");
  if (output >= 0) into.output = output;
}

export function writeUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  json.countMember("input_tokens", usage.input);
  json.countMember("output_tokens", usage.output);
  json.endObject();
}
