import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { MODIFIED_AT, writeCapabilities, writeDetails } from "./details";

/** `GET /api/tags`. Sizes and digests of files are not the gateway's to know. */
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
  json.asciiMember("digest", "");
  writeDetails(json);
  writeCapabilities(json);
  json.endObject();
}
