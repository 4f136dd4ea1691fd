import { ModelCard } from "../../exchange/model-card";
import { JsonWriter } from "../../wire/json-writer";

/** No file stands behind a name here; clients parse the moment all the same. */
export const MODIFIED_AT: string = "1970-01-01T00:00:00Z";

/** Of the model's file: clients read all members, though the gateway knows none. */
export function writeDetails(json: JsonWriter): void {
  json.key("details");
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

/** What one of the model's targets at least may be asked for: clients hide what is not named here. */
export function writeCapabilities(card: ModelCard, json: JsonWriter): void {
  json.key("capabilities");
  json.array();
  json.ascii("completion");
  if (card.callsTools) json.ascii("tools");
  if (card.takesImages) json.ascii("vision");
  json.ascii("thinking");
  json.endArray();
}
