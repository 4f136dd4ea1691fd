import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** `GET /api/tags`. Sizes and digests of files are not the gateway's to know. */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("models");
  json.array();
  for (let i = 0; i < names.length; i++) {
    json.object();
    json.rawMember("name", names[i]);
    json.rawMember("model", names[i]);
    json.asciiMember("modified_at", "1970-01-01T00:00:00Z");
    json.countMember("size", 0);
    json.asciiMember("digest", "");
    json.key("details");
    writeDetails(json);
    json.endObject();
  }
  json.endArray();
  json.endObject();
}

function writeDetails(json: JsonWriter): void {
  json.object();
  json.asciiMember("parent_model", "");
  json.asciiMember("format", "");
  json.asciiMember("family", "");
  json.key("families");
  json.array();
  json.endArray();
  json.asciiMember("parameter_size", "");
  json.asciiMember("quantization_level", "");
  json.endObject();
}
