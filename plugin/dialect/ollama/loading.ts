import { Stamp } from "../../exchange/stamp";
import { readFloat } from "../../wire/json-float";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { is, Span } from "../../wire/span";
import { AnswerShape } from "./answer-shape";
import { isNoTime } from "./duration";

/**
 * Whether the request only loads its model, or with `keep_alive` 0 unloads it: its prompt is empty. `prompt`: the member
 * that would hold it. The word of its answer for that; empty: it asks for more.
 * https://github.com/ollama/ollama/blob/main/docs/api.md#load-a-model
 */
export function loadingOf(tape: Tape, prompt: string): string {
  const value = tape.find(tape.root, prompt);
  const isEmpty = tape.isNull(value) || is(tape.value(value), '""') || (tape.isArray(value) && tape.first(value) < 0);
  if (!isEmpty) return "";
  return isNothing(tape, tape.find(tape.root, "keep_alive")) ? "unload" : "load";
}

/** A number of seconds, of which Ollama counts whole nanoseconds, or a duration. */
function isNothing(tape: Tape, value: i32): bool {
  if (tape.isNumber(value)) {
    const seconds = readFloat(tape.bytes(value));
    return seconds >= 0 && seconds < 1e-9;
  }
  return tape.isString(value) && isNoTime(tape.bytes(value));
}

/** One document, to a request for a stream too. `model`: a raw JSON string. */
export function writeLoaded(model: Span, loading: string, shape: AnswerShape, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  json.asciiMember("created_at", stamp.rfc3339);
  shape.open(json);
  json.asciiMember(shape.text, "");
  shape.close(json);
  json.literalMember("done", "true");
  json.asciiMember("done_reason", loading);
  json.endObject();
}
