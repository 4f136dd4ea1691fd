import { Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";

/** Ollama leaves `prompt_eval_count` out where the whole prompt was cached. */
export function readUsage(tape: Tape, object: i32, into: Usage): void {
  const input = tape.find(object, "prompt_eval_count");
  const output = tape.find(object, "eval_count");
  if (tape.isNumber(input)) into.input = wholeNumber(tape.bytes(input));
  if (tape.isNumber(output)) into.output = wholeNumber(tape.bytes(output));
}

/** Counts, and the durations in nanoseconds: what is known here is the time from request to answer. */
export function writeUsage(usage: Usage, stamp: Stamp, json: JsonWriter): void {
  json.countMember("total_duration", stamp.elapsed);
  json.countMember("load_duration", 0);
  json.countMember("prompt_eval_count", usage.input);
  json.countMember("prompt_eval_duration", 0);
  json.countMember("eval_count", usage.output);
  json.countMember("eval_duration", stamp.elapsed);
}
