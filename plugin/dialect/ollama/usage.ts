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
  json.key("total_duration");
  json.integer(stamp.elapsed);
  json.key("load_duration");
  json.integer(0);
  json.key("prompt_eval_count");
  json.integer(max(usage.input, 0));
  json.key("prompt_eval_duration");
  json.integer(0);
  json.key("eval_count");
  json.integer(max(usage.output, 0));
  json.key("eval_duration");
  json.integer(stamp.elapsed);
}
