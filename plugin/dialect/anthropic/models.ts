import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** https://docs.claude.com/en/api/models-list, in one page. */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("data");
  json.array();
  for (let i = 0; i < names.length; i++) {
    json.object();
    json.asciiMember("type", "model");
    json.rawMember("id", names[i]);
    json.rawMember("display_name", names[i]);
    json.asciiMember("created_at", "1970-01-01T00:00:00Z");
    json.endObject();
  }
  json.endArray();
  json.literalMember("has_more", "false");
  writeEdge("first_id", names, 0, json);
  writeEdge("last_id", names, names.length - 1, json);
  json.endObject();
}

function writeEdge(key: string, names: Array<Span>, index: i32, json: JsonWriter): void {
  json.key(key);
  if (names.length > 0) json.raw(names[index]);
  else json.literal("null");
}
