import { ChatRequest, Role } from "../../../exchange/request";
import { Traits } from "../../../exchange/traits";
import { JsonWriter } from "../../../wire/json-writer";
import { Span } from "../../../wire/span";
import { PARAGRAPH, writeImages, writeWords } from "../content";
import { writeControls } from "../write-controls";

/** Of a request that came as such: at most a system message, and one of the user's. */
export function writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    writeWords(message.role == Role.System ? "system" : "prompt", message.parts, PARAGRAPH, json);
    writeImages(message.parts, json);
  }
  writeControls(request, traits, json);
  json.endObject();
}
