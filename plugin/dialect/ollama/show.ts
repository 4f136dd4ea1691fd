import { ModelCard } from "../../exchange/model-card";
import { JsonWriter } from "../../wire/json-writer";
import { MODIFIED_AT, writeCapabilities, writeDetails } from "./details";

/** The answer to `POST /api/show`. https://github.com/ollama/ollama/blob/main/docs/api.md#show-model-information */
export function writeShow(card: ModelCard, json: JsonWriter): void {
  json.object();
  json.asciiMember("license", "");
  json.asciiMember("modelfile", "");
  json.asciiMember("parameters", "");
  json.asciiMember("template", "");
  writeDetails(json);
  writeInfo(card, json);
  writeCapabilities(card, json);
  json.asciiMember("modified_at", MODIFIED_AT);
  json.endObject();
}

/** Clients put the architecture before the names of what they look for. */
function writeInfo(card: ModelCard, json: JsonWriter): void {
  json.key("model_info");
  json.object();
  json.asciiMember("general.architecture", "headgate");
  if (card.contextLength > 0) json.countMember("headgate.context_length", card.contextLength);
  json.endObject();
}
