import { Usage } from "../../exchange/response";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

/** Reads a `usage` object; what it does not hold leaves the count as it is. */
export function readUsage(tape: Tape, value: i32, into: Usage): void {
  if (!tape.isObject(value)) return;
  into.input = count(tape, value, "prompt_tokens", into.input);
  into.output = count(tape, value, "completion_tokens", into.output);
  // DeepSeek: https://api-docs.deepseek.com/guides/kv_cache
  into.cacheRead = count(tape, value, "prompt_cache_hit_tokens", into.cacheRead);
  const prompt = tape.find(value, "prompt_tokens_details");
  into.cacheRead = count(tape, prompt, "cached_tokens", into.cacheRead);
  into.cacheWrite = count(tape, prompt, "cache_write_tokens", into.cacheWrite);
  const completion = tape.find(value, "completion_tokens_details");
  into.reasoning = count(tape, completion, "reasoning_tokens", into.reasoning);
}

function count(tape: Tape, object: i32, name: string, otherwise: i64): i64 {
  const value = tape.find(object, name);
  return tape.isNumber(value) ? max(wholeNumber(tape.bytes(value)), 0) : otherwise;
}

/** Whether the provider counted at all. */
export function isCounted(usage: Usage): bool {
  return usage.input >= 0 || usage.output >= 0;
}

/** A member `usage`. https://platform.openai.com/docs/api-reference/chat/object */
export function writeUsage(usage: Usage, json: JsonWriter): void {
  json.key("usage");
  json.object();
  json.countMember("prompt_tokens", usage.input);
  json.countMember("completion_tokens", usage.output);
  json.countMember("total_tokens", usage.total);
  if (usage.cacheRead >= 0 || usage.cacheWrite >= 0) {
    json.key("prompt_tokens_details");
    json.object();
    if (usage.cacheRead >= 0) json.countMember("cached_tokens", usage.cacheRead);
    if (usage.cacheWrite >= 0) json.countMember("cache_write_tokens", usage.cacheWrite);
    json.endObject();
  }
  if (usage.reasoning >= 0) {
    json.key("completion_tokens_details");
    json.object();
    json.countMember("reasoning_tokens", usage.reasoning);
    json.endObject();
  }
  json.endObject();
}
