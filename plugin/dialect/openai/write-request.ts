import { ChatRequest, Role } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";

/** Separate texts of one message are paragraphs. */
const PARAGRAPH: string = "\\n\\n";

function roleName(role: Role): string {
  return role == Role.System ? "system" : role == Role.User ? "user" : "assistant";
}

/** `max_tokens` and not `max_completion_tokens`: it is the one that every compatible server knows. */
export function writeRequest(request: ChatRequest, model: Span, json: JsonWriter): void {
  json.object();
  json.key("model");
  json.raw(model);
  json.key("messages");
  json.array();
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    json.object();
    json.key("role");
    json.ascii(roleName(message.role));
    json.key("content");
    json.joined(message.texts, PARAGRAPH);
    json.endObject();
  }
  json.endArray();
  if (request.maxTokens != ABSENT) {
    json.key("max_tokens");
    json.value(request.maxTokens);
  }
  if (request.temperature != ABSENT) {
    json.key("temperature");
    json.value(request.temperature);
  }
  if (request.topP != ABSENT) {
    json.key("top_p");
    json.value(request.topP);
  }
  if (request.stop.length > 0) {
    json.key("stop");
    json.array();
    for (let i = 0; i < request.stop.length; i++) json.raw(request.stop[i]);
    json.endArray();
  }
  if (request.stream) {
    json.key("stream");
    json.literal("true");
    json.key("stream_options");
    json.object();
    json.key("include_usage");
    json.literal("true");
    json.endObject();
  }
  json.endObject();
}
