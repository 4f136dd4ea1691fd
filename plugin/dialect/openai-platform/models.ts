import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";

/**
 * https://platform.openai.com/docs/api-reference/models/list
 * `isCodex`: the client reads a catalogue of its own beside the list. An empty one keeps it to what it knows of a model.
 */
export function writeModels(names: Array<Span>, isCodex: bool, json: JsonWriter): void {
  json.object();
  json.asciiMember("object", "list");
  json.key("data");
  json.array();
  for (let i = 0; i < names.length; i++) writeModel(names[i], json);
  json.endArray();
  if (isCodex) json.literalMember("models", "[]");
  json.endObject();
}

export function writeModel(name: Span, json: JsonWriter): void {
  json.object();
  json.rawMember("id", name);
  json.asciiMember("object", "model");
  json.countMember("created", 0);
  json.asciiMember("owned_by", "headgate");
  json.endObject();
}
