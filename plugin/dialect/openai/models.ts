import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** https://platform.openai.com/docs/api-reference/models/list */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("object");
  json.ascii("list");
  json.key("data");
  json.array();
  for (let i = 0; i < names.length; i++) {
    json.object();
    json.key("id");
    json.raw(names[i]);
    json.key("object");
    json.ascii("model");
    json.key("created");
    json.integer(0);
    json.key("owned_by");
    json.ascii("headgate");
    json.endObject();
  }
  json.endArray();
  json.endObject();
}
