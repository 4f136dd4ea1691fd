import { EmbeddingResponse } from "../../exchange/embedding";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, Span } from "../../wire/span";
import { isNumbers } from "../read-values";
import { isVector } from "../vector";

/** The vectors of `data`, put in the order of their `index`; false if one is missing, or none, or of another form. */
export function readVectors(tape: Tape, data: i32, into: EmbeddingResponse): bool {
  const vectors: Array<Span> = [];
  for (let item = tape.first(data); item != NOTHING; item = tape.next(data, item)) vectors.push(ABSENT);
  let position = 0;
  for (let item = tape.first(data); item != NOTHING; item = tape.next(data, item)) {
    const vector = tape.find(item, "embedding");
    const isBase64 = tape.isString(vector);
    if (position == 0) into.base64 = isBase64;
    if (isBase64 != into.base64 || !(isBase64 ? isVector(tape.bytes(vector)) : isNumbers(tape, vector))) return false;
    const index = tape.find(item, "index");
    const place = tape.isNumber(index) ? wholeNumber(tape.bytes(index)) : position;
    if (place < 0 || place >= vectors.length || vectors[<i32>place] != ABSENT) return false;
    vectors[<i32>place] = isBase64 ? tape.bytes(vector) : tape.value(vector);
    position += 1;
  }
  into.vectors = vectors;
  return true;
}
