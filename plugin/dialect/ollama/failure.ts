import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { decode } from "../decode";

/** `{"error": "…"}`; the status says the rest. */
export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.key("error");
  json.text(failure.message);
  json.endObject();
}

export function readError(tape: Tape): string | null {
  const error = tape.find(tape.root, "error");
  return tape.isString(error) ? decode(tape.bytes(error)) : null;
}
