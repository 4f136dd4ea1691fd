import { Usage } from "../../exchange/response";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

/** Reads a `usage` object; what it does not tell stays as it is. */
export function readUsage(tape: Tape, value: i32, into: Usage): void {
  const inputDetails = tape.find(value, "input_tokens_details");
  into.input = count(tape, tape.find(value, "input_tokens"), into.input);
  into.cacheRead = count(tape, tape.find(inputDetails, "cached_tokens"), into.cacheRead);
  into.cacheWrite = count(tape, tape.find(inputDetails, "cache_write_tokens"), into.cacheWrite);
  into.output = count(tape, tape.find(value, "output_tokens"), into.output);
  const outputDetails = tape.find(value, "output_tokens_details");
  into.reasoning = count(tape, tape.find(outputDetails, "reasoning_tokens"), into.reasoning);
}

function count(tape: Tape, value: i32, otherwise: i64): i64 {
  return tape.isNumber(value) ? wholeNumber(tape.bytes(value)) : otherwise;
}

/** The clients' types demand each of the details: 0 where the provider did not say. */
export function writeUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  json.countMember("input_tokens", usage.input);
  json.key("input_tokens_details");
  json.object();
  json.countMember("cached_tokens", usage.cacheRead);
  json.countMember("cache_write_tokens", usage.cacheWrite);
  json.endObject();
  json.countMember("output_tokens", usage.output);
  json.key("output_tokens_details");
  json.object();
  json.countMember("reasoning_tokens", usage.reasoning);
  json.endObject();
  json.countMember("total_tokens", usage.total);
  json.endObject();
}
