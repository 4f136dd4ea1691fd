import { ChatRequest, Message, Role } from "../../exchange/request";
import { realNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";

const PARAGRAPH: string = "\\n\\n";

/** System messages stand apart from the conversation, wherever they stood in it. */
function writeSystem(messages: Array<Message>, json: JsonWriter): void {
  const texts: Array<Span> = [];
  for (let i = 0; i < messages.length; i++) {
    if (messages[i].role != Role.System) continue;
    for (let j = 0; j < messages[i].texts.length; j++) texts.push(messages[i].texts[j]);
  }
  if (texts.length == 0) return;
  json.key("system");
  json.joined(texts, PARAGRAPH);
}

/** Temperature runs from 0 to 1 here, elsewhere to 2: what is above is held at 1. */
function writeTemperature(value: Span, json: JsonWriter): void {
  json.key("temperature");
  if (realNumber(value) > 1) json.integer(1);
  else json.value(value);
}

export function writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void {
  json.object();
  json.key("model");
  json.raw(model);
  json.key("max_tokens");
  if (request.maxTokens != ABSENT) json.value(request.maxTokens);
  else json.integer(maxTokens);
  writeSystem(request.messages, json);
  json.key("messages");
  json.array();
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    if (message.role == Role.System) continue;
    json.object();
    json.key("role");
    json.ascii(message.role == Role.User ? "user" : "assistant");
    json.key("content");
    json.joined(message.texts, PARAGRAPH);
    json.endObject();
  }
  json.endArray();
  if (request.temperature != ABSENT) writeTemperature(request.temperature, json);
  if (request.topP != ABSENT) {
    json.key("top_p");
    json.value(request.topP);
  }
  if (request.stop.length > 0) {
    json.key("stop_sequences");
    json.array();
    for (let i = 0; i < request.stop.length; i++) json.raw(request.stop[i]);
    json.endArray();
  }
  if (request.stream) {
    json.key("stream");
    json.literal("true");
  }
  json.endObject();
}
