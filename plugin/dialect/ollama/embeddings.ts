import { EmbeddingRequest, EmbeddingResponse } from "../../exchange/embedding";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { EmbeddingDialect } from "../embedding-dialect";
import { isNumbers, readNumber, readValue } from "../read-values";
import { wrongType } from "../refuse";
import { dropUncarried, fitFields, writeVector } from "./embedding-fields";

/** `POST /api/embed`. https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embeddings */
export class OllamaEmbeddings extends EmbeddingDialect {
  readRequest(tape: Tape, into: EmbeddingRequest): Failure | null {
    const root = tape.root;
    dropUncarried(tape, into);
    into.truncate = readValue(tape, tape.find(root, "truncate"));
    into.keepAlive = readValue(tape, tape.find(root, "keep_alive"));
    const dimensions = tape.find(root, "dimensions");
    if (!tape.isNull(dimensions) && !tape.isNumber(dimensions)) return wrongType("dimensions", "a number");
    into.dimensions = readNumber(tape, dimensions);
    return readInputs(tape, tape.find(root, "input"), into);
  }

  writeResponse(response: EmbeddingResponse, request: EmbeddingRequest, json: JsonWriter): void {
    json.object();
    json.rawMember("model", response.model);
    json.key("embeddings");
    json.array();
    for (let i = 0; i < response.vectors.length; i++) writeVector(response, i, json);
    json.endArray();
    json.countMember("prompt_eval_count", response.usage.input);
    json.endObject();
  }

  path(): string {
    return "/api/embed";
  }

  fit(request: EmbeddingRequest, into: Fit): void {
    fitFields(request, into);
  }

  writeRequest(request: EmbeddingRequest, model: Span, json: JsonWriter): void {
    json.object();
    json.rawMember("model", model);
    json.key("input");
    json.array();
    for (let i = 0; i < request.inputs.length; i++) json.value(request.inputs[i]);
    json.endArray();
    json.member("truncate", request.truncate);
    json.member("dimensions", request.dimensions);
    json.member("keep_alive", request.keepAlive);
    json.endObject();
  }

  readResponse(tape: Tape, into: EmbeddingResponse): bool {
    const list = tape.find(tape.root, "embeddings");
    if (!tape.isArray(list)) return false;
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
      if (!isNumbers(tape, item)) return false;
      into.vectors.push(tape.value(item));
    }
    into.model = tape.text(tape.find(tape.root, "model"));
    const count = tape.find(tape.root, "prompt_eval_count");
    if (tape.isNumber(count)) into.usage.input = wholeNumber(tape.bytes(count));
    return true;
  }
}

function readInputs(tape: Tape, value: i32, into: EmbeddingRequest): Failure | null {
  if (tape.isString(value)) {
    into.inputs.push(tape.value(value));
    return null;
  }
  // An empty list loads the model, which only Ollama can.
  if (!tape.isArray(value) || tape.first(value) == NOTHING) {
    return wrongType("input", "a string or a list of at least one string");
  }
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (!tape.isString(item)) return wrongType("input[" + into.inputs.length.toString() + "]", "a string");
    into.inputs.push(tape.value(item));
  }
  return null;
}
