import { ChatRequest, Role } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";

const PARAGRAPH: string = "\\n\\n";

function roleName(role: Role): string {
  return role == Role.System ? "system" : role == Role.User ? "user" : "assistant";
}

/** `stream` is always written: its absence would mean true. */
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
  json.key("stream");
  json.literal(request.stream ? "true" : "false");
  json.key("options");
  writeOptions(request, json);
  json.endObject();
}

function writeOptions(request: ChatRequest, json: JsonWriter): void {
  json.object();
  if (request.maxTokens != ABSENT) {
    json.key("num_predict");
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
  json.endObject();
}
