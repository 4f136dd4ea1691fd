import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { decode } from "../decode";
import { errorDocument, unfold } from "../nested-error";

/** `{"error": "…"}`; the status says the rest. https://github.com/ollama/ollama/blob/main/docs/api/errors.mdx */
export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.key("error");
  json.text(failure.message);
  json.endObject();
}

/** Also `{"error": {"message": "…"}}`, with which proxies before an Ollama answer. */
export function readError(tape: Tape, status: i32): Failure | null {
  const document = errorDocument(tape);
  const error = tape.find(document, "error");
  let message = tape.isObject(error) ? tape.find(error, "message") : error;
  if (!tape.isString(message)) message = tape.find(document, "message");
  if (!tape.isString(message)) message = tape.find(document, "detail");
  return tape.isString(message) ? unfold(new Failure(status, decode(tape.bytes(message)))) : null;
}
