import { JsonWriter } from "../../wire/json-writer";
import { MODIFIED_AT, writeCapabilities, writeDetails } from "./details";

/** The answer to `POST /api/show`, the same for all models. https://github.com/ollama/ollama/blob/main/docs/api.md#show-model-information */
export function writeShow(json: JsonWriter): void {
  json.object();
  json.asciiMember("license", "");
  json.asciiMember("modelfile", "");
  json.asciiMember("parameters", "");
  json.asciiMember("template", "");
  writeDetails(json);
  json.literalMember("model_info", "{}");
  writeCapabilities(json);
  json.asciiMember("modified_at", MODIFIED_AT);
  json.endObject();
}
