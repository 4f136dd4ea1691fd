import { EmbeddingRequest, EmbeddingResponse } from "../../exchange/embedding";
import { Fit } from "../../exchange/fit";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span, text } from "../../wire/span";
import { isSet } from "../refuse";
import { writeList } from "../vector";
import { OPTIONS } from "./fields";

/** Notes the fields that no other dialect carries; `options` are about how the server runs the model. */
export function dropUncarried(tape: Tape, into: EmbeddingRequest): void {
  drop(tape, tape.root, "", into);
  drop(tape, tape.find(tape.root, "options"), OPTIONS, into);
}

function drop(tape: Tape, object: i32, path: string, into: EmbeddingRequest): void {
  if (!tape.isObject(object)) return;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    const name = tape.bytes(key);
    if (isSet(tape, key + 1) && (path.length > 0 || !isCarried(name))) into.drop(path + text(name));
  }
}

function isCarried(name: Span): bool {
  return (
    is(name, "model") ||
    is(name, "input") ||
    is(name, "prompt") ||
    is(name, "truncate") ||
    is(name, "dimensions") ||
    is(name, "keep_alive") ||
    is(name, "options")
  );
}

/** What neither of Ollama's two shapes can ask for. */
export function fitFields(request: EmbeddingRequest, into: Fit): void {
  if (request.tokens) into.refuse("input", "tokens cannot be sent to this model's provider: send the text");
  if (request.user != ABSENT) into.drop("user");
}

/** Ollama has numbers only: a provider may send base64 unasked. */
export function writeVector(response: EmbeddingResponse, index: i32, json: JsonWriter): void {
  if (response.base64) writeList(response.vectors[index], json);
  else json.value(response.vectors[index]);
}
