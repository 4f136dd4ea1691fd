import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { decode } from "../decode";

/** `{"error": "…"}`; the status says the rest. https://github.com/ollama/ollama/blob/main/docs/api/errors.mdx */
export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.key("error");
  json.text(failure.message);
  json.endObject();
}

/** Also `{"error": {"message": "…"}}`, with which proxies before an Ollama answer. */
export function readError(tape: Tape, status: i32): Failure | null {
  const error = tape.find(tape.root, "error");
  const message = tape.isObject(error) ? tape.find(error, "message") : error;
  return tape.isString(message) ? new Failure(status, decode(tape.bytes(message))) : null;
}
