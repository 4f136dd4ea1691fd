import { decodeBase64, encodeBase64 } from "../wire/base64";
import { readFloat, writeFloat } from "../wire/json-float";
import { scanNumber } from "../wire/json-number";
import { unescape } from "../wire/json-string";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { end, Span, span, start } from "../wire/span";

// A vector as base64 holds little-endian 32-bit floats: https://platform.openai.com/docs/api-reference/embeddings

const text = new Output();
const floats = new Output();

/** The floats in a raw base64 string, whose `/` an encoder may have escaped; false if it holds none. */
function decode(raw: Span): bool {
  text.clear();
  floats.clear();
  unescape(raw, text);
  return decodeBase64(text.bytes, floats) && floats.size > 0 && floats.size % 4 == 0;
}

export function isVector(base64: Span): bool {
  return decode(base64);
}

/** A list of the numbers in a raw base64 string: exactly those that the provider encoded. */
export function writeList(base64: Span, json: JsonWriter): void {
  json.array();
  if (decode(base64)) {
    for (let at = start(floats.bytes), stop = end(floats.bytes); at < stop; at += 4) {
      text.clear();
      writeFloat(load<f32>(at), text);
      json.value(text.bytes);
    }
  }
  json.endArray();
}

/** Base64 of a whole JSON list of numbers, each to the nearest float. */
export function writeBase64(list: Span, json: JsonWriter): void {
  floats.clear();
  const stop = end(list);
  for (let at = start(list) + 1; at < stop; ) {
    const behind = scanNumber(at, stop);
    if (behind == 0) {
      at += 1;
      continue;
    }
    const bits = reinterpret<u32>(<f32>readFloat(span(at, <i32>(behind - at))));
    for (let shift: u32 = 0; shift < 32; shift += 8) floats.byte(<u8>(bits >> shift));
    at = behind;
  }
  text.clear();
  encodeBase64(floats.bytes, text);
  json.raw(text.bytes);
}
