import { ModelCard } from "../../exchange/model-card";
import { JsonWriter } from "../../wire/json-writer";
import { hash64, Span } from "../../wire/span";
import { MODIFIED_AT, writeCapabilities, writeDetails } from "./details";

/** `GET /api/tags`. Sizes of files are not the gateway's to know. */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("models");
  json.array();
  for (let i = 0; i < names.length; i++) writeModel(names[i], json);
  json.endArray();
  json.endObject();
}

export function writeModel(name: Span, json: JsonWriter): void {
  json.object();
  json.rawMember("name", name);
  json.rawMember("model", name);
  json.asciiMember("modified_at", MODIFIED_AT);
  json.countMember("size", 0);
  json.asciiMember("digest", digestOf(name));
  writeDetails(json);
  writeCapabilities(new ModelCard(), json);
  json.endObject();
}

/** 64 digits, as SHA-256 has: of the name, since no file stands behind it. `ollama list` shows the first twelve. */
function digestOf(name: Span): string {
  let value = hash64(name);
  let digits = "";
  for (let part = 0; part < 4; part++) {
    digits += value.toString(16).padStart(16, "0");
    // As a generator would go on: https://en.wikipedia.org/wiki/Linear_congruential_generator, Knuth's MMIX.
    value = value * 6364136223846793005 + 1442695040888963407;
  }
  return digits;
}
