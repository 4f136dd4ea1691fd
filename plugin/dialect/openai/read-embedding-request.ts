import { EmbeddingRequest } from "../../exchange/embedding";
import { Failure } from "../../exchange/failure";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span, text } from "../../wire/span";
import { isNumbers } from "../read-values";
import { isSet, wrongType } from "../refuse";

/** https://platform.openai.com/docs/api-reference/embeddings/create */
export function readEmbeddingRequest(tape: Tape, into: EmbeddingRequest): Failure | null {
  const root = tape.root;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    if (tape.isNull(key + 1)) continue;
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  return into.inputs.length == 0 ? wrongType("input", "a text, a list of tokens, or a list of either") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: EmbeddingRequest): Failure | null {
  if (is(name, "model")) return null;
  if (is(name, "input")) return readInput(tape, value, into);
  if (is(name, "dimensions")) {
    if (!tape.isNumber(value)) return wrongType("dimensions", "a number");
    into.dimensions = tape.bytes(value);
  } else if (is(name, "encoding_format")) {
    into.base64 = is(tape.text(value), "base64");
    if (!into.base64 && !is(tape.text(value), "float")) return wrongType("encoding_format", "float or base64");
  } else if (is(name, "user")) {
    if (!tape.isString(value)) return wrongType("user", "a string");
    into.user = tape.bytes(value);
  } else if (isSet(tape, value)) into.drop(text(name));
  return null;
}

function readInput(tape: Tape, value: i32, into: EmbeddingRequest): Failure | null {
  into.inputs = [];
  into.tokens = false;
  if (tape.isString(value)) {
    if (length(tape.bytes(value)) == 0) return wrongType("input", "a text that is not empty");
    into.inputs.push(tape.value(value));
    return null;
  }
  if (isNumbers(tape, value)) {
    into.tokens = true;
    into.inputs.push(tape.value(value));
    return null;
  }
  if (!tape.isArray(value)) return wrongType("input", "a text, a list of tokens, or a list of either");
  let index = 0;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (isNumbers(tape, item)) into.tokens = true;
    else if (!tape.isString(item) || length(tape.bytes(item)) == 0) {
      return wrongType("input[" + index.toString() + "]", "a text that is not empty, or a list of tokens");
    }
    into.inputs.push(tape.value(item));
    index += 1;
  }
  return null;
}
