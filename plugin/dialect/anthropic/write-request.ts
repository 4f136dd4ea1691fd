import { ChatRequest, Message, Role } from "../../exchange/request";
import { realNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { PARAGRAPH, writeMessages } from "../write-messages";

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
  if (value != ABSENT && realNumber(value) > 1) json.literalMember("temperature", "1");
  else json.member("temperature", value);
}

export function writeRequest(request: ChatRequest, model: Span, maxTokens: i32, json: JsonWriter): void {
  json.object();
  json.rawMember("model", model);
  if (request.maxTokens != ABSENT) json.member("max_tokens", request.maxTokens);
  else json.countMember("max_tokens", maxTokens);
  writeSystem(request.messages, json);
  json.key("messages");
  writeMessages(request.messages, false, json);
  writeTemperature(request.temperature, json);
  json.member("top_p", request.topP);
  json.stringsMember("stop_sequences", request.stop);
  if (request.stream) json.literalMember("stream", "true");
  json.endObject();
}
