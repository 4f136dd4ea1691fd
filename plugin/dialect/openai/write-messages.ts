import { Part, PartKind, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { writeInputAsText } from "../tool-input";
import { messageSignature, writeCallSignature, writeSignature } from "./google-signature";
import { toolId } from "./tool-id";
import { hasKind, writeContent, writeText } from "./write-content";
import { writeReasoningHistory } from "./write-reasoning";
import { writeResultMedia } from "./write-result-media";

/** The members of the list. */
export function writeMessages(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
  const messages = request.messages;
  let firstResult = 0;
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i];
    json.object();
    switch (message.role) {
      case Role.System:
        json.asciiMember("role", "system");
        writeContent(message.parts, json);
        break;
      case Role.User:
        json.asciiMember("role", "user");
        writeContent(message.parts, json);
        break;
      case Role.Assistant:
        json.asciiMember("role", "assistant");
        writeAssistant(request, message, model, traits, json);
        break;
      default:
        json.asciiMember("role", "tool");
        json.rawMember("tool_call_id", toolId(message.callId, traits));
        writeText("content", message.parts, PartKind.Text, "\\n\\n", json);
    }
    json.stringMember("name", message.name);
    json.endObject();
    if (message.role != Role.Tool) firstResult = i + 1;
    else if (i + 1 == messages.length || messages[i + 1].role != Role.Tool) {
      writeResultMedia(messages, firstResult, i, traits, json);
    }
  }
}

/** Text of an assistant's comes in runs of one answer: nothing stands between them. */
function writeAssistant(request: ChatRequest, message: Message, model: Span, traits: Traits, json: JsonWriter): void {
  const parts = message.parts;
  const refuses = hasKind(parts, PartKind.Refusal);
  const calls = hasKind(parts, PartKind.ToolCall);
  if (hasKind(parts, PartKind.Text) || (!refuses && !calls)) writeText("content", parts, PartKind.Text, "", json);
  else json.literalMember("content", "null");
  if (refuses) writeText("refusal", parts, PartKind.Refusal, "", json);
  writeReasoningHistory(request, parts, traits, json);
  if (traits.googleSignatures) writeMessageSignature(request, parts, json);
  if (!calls) return;
  json.key("tool_calls");
  json.array();
  let isFirst: bool = true;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.ToolCall) continue;
    const call = changetype<ToolCallPart>(parts[i]);
    json.object();
    writeCall(call, traits, json);
    if (traits.googleSignatures) writeCallSignature(call, model, isFirst, json);
    json.endObject();
    isFirst = false;
  }
  json.endArray();
}

/** A message has room for one: turns that were joined keep the last. */
function writeMessageSignature(request: ChatRequest, parts: Array<Part>, json: JsonWriter): void {
  for (let i = parts.length - 1; i >= 0; i--) {
    const signature = messageSignature(parts[i], request);
    if (signature != ABSENT) return writeSignature(signature, json);
  }
}

function writeCall(call: ToolCallPart, traits: Traits, json: JsonWriter): void {
  json.rawMember("id", toolId(call.id, traits));
  json.asciiMember("type", "function");
  json.key("function");
  json.object();
  json.rawMember("name", call.name);
  json.key("arguments");
  writeInputAsText(call, json);
  json.endObject();
}
