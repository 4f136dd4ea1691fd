import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** `GET /api/tags`. Sizes and digests of files are not the gateway's to know. */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("models");
  json.array();
  for (let i = 0; i < names.length; i++) {
    json.object();
    json.key("name");
    json.raw(names[i]);
    json.key("model");
    json.raw(names[i]);
    json.key("modified_at");
    json.ascii("1970-01-01T00:00:00Z");
    json.key("size");
    json.integer(0);
    json.key("digest");
    json.ascii("");
    json.key("details");
    writeDetails(json);
    json.endObject();
  }
  json.endArray();
  json.endObject();
}

function writeDetails(json: JsonWriter): void {
  json.object();
  json.key("parent_model");
  json.ascii("");
  json.key("format");
  json.ascii("");
  json.key("family");
  json.ascii("");
  json.key("families");
  json.array();
  json.endArray();
  json.key("parameter_size");
  json.ascii("");
  json.key("quantization_level");
  json.ascii("");
  json.endObject();
}
