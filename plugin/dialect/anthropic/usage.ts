import { Usage } from "../../exchange/response";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

function count(tape: Tape, usage: i32, name: string): i64 {
  const value = tape.find(usage, name);
  return tape.isNumber(value) ? wholeNumber(tape.bytes(value)) : -1;
}

/**
 * `input_tokens` leaves out what the prompt cache read and wrote; the exchange counts the whole prompt.
 * A stream tells its counts more than once, and they only grow: a smaller one later on is a server's filler.
 */
export function readUsage(tape: Tape, value: i32, into: Usage): void {
  into.cacheRead = max(into.cacheRead, count(tape, value, "cache_read_input_tokens"));
  into.cacheWrite = max(into.cacheWrite, count(tape, value, "cache_creation_input_tokens"));
  const input = count(tape, value, "input_tokens");
  if (input >= 0) into.input = max(into.input, input + max(into.cacheRead, 0) + max(into.cacheWrite, 0));
  into.output = max(into.output, count(tape, value, "output_tokens"));
  const details = tape.find(value, "output_tokens_details");
  into.reasoning = max(into.reasoning, count(tape, details, "thinking_tokens"));
}

function writeCounts(usage: Usage, json: JsonWriter): void {
  json.countMember("input_tokens", usage.input - max(usage.cacheRead, 0) - max(usage.cacheWrite, 0));
  writeKnown("cache_creation_input_tokens", usage.cacheWrite, json);
  writeKnown("cache_read_input_tokens", usage.cacheRead, json);
  json.countMember("output_tokens", usage.output);
  if (usage.reasoning >= 0) {
    json.key("output_tokens_details");
    json.object();
    json.countMember("thinking_tokens", usage.reasoning);
    json.endObject();
  } else json.literalMember("output_tokens_details", "null");
  json.literalMember("server_tool_use", "null");
}

/** Null where the provider did not count: every member is demanded, and clients add them up. */
function writeKnown(name: string, count: i64, json: JsonWriter): void {
  if (count >= 0) json.countMember(name, count);
  else json.literalMember(name, "null");
}

/** Of a message: https://platform.claude.com/docs/en/api/messages/create, `usage` */
export function writeUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  writeCounts(usage, json);
  json.literalMember("cache_creation", "null");
  json.literalMember("inference_geo", "null");
  json.literalMember("service_tier", "null");
  json.literalMember("speed", "null");
  json.endObject();
}

/** Of a stream's `message_delta`, which tells the counts alone. */
export function writeFinalUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  writeCounts(usage, json);
  json.endObject();
}
