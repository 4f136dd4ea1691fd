import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/** https://platform.claude.com/docs/en/api/models/list, in one page. */
export function writeModels(names: Array<Span>, json: JsonWriter): void {
  json.object();
  json.key("data");
  json.array();
  for (let i = 0; i < names.length; i++) writeModel(names[i], json);
  json.endArray();
  json.literalMember("has_more", "false");
  writeEdge("first_id", names, 0, json);
  writeEdge("last_id", names, names.length - 1, json);
  json.endObject();
}

/** https://platform.claude.com/docs/en/api/models/retrieve: what a gateway cannot know is null, the date the epoch. */
export function writeModel(name: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "model");
  json.rawMember("id", name);
  json.rawMember("display_name", name);
  json.asciiMember("created_at", "1970-01-01T00:00:00Z");
  json.asciiMember("lifecycle", "active");
  json.literalMember("line", "null");
  json.literalMember("deprecated_at", "null");
  json.literalMember("retires_at", "null");
  json.literalMember("capabilities", "null");
  json.literalMember("max_input_tokens", "null");
  json.literalMember("max_tokens", "null");
  json.endObject();
}

function writeEdge(key: string, names: Array<Span>, index: i32, json: JsonWriter): void {
  json.key(key);
  if (names.length > 0) json.raw(names[index]);
  else json.literal("null");
}
