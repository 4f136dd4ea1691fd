import { ChatRequest } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { writeControls } from "./write-controls";
import { writeMessages } from "./write-messages";
import { writeTools } from "./write-tools";

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export function writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  writeMessages(request, traits, json);
  writeTools(request, json);
  writeControls(request, traits, json);
  json.endObject();
}
