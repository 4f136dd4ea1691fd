import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** https://platform.openai.com/docs/api-reference/models/list */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.asciiMember("object", "list");
  json.key("data");
  json.array();
  for (let i = 0; i < names.length; i++) {
    json.object();
    json.rawMember("id", names[i]);
    json.asciiMember("object", "model");
    json.countMember("created", 0);
    json.asciiMember("owned_by", "headgate");
    json.endObject();
  }
  json.endArray();
  json.endObject();
}
