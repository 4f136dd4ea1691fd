import { writeOpaque } from "../../exchange/opaque";
import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatResponse } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, length } from "../../wire/span";
import { writeInputAsObject } from "../tool-input";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

/** The model itself calls, not a program that it runs. */
export const CALLER: string = '{"type":"direct"}';

export function writeResponse(response: ChatResponse, stamp: Stamp, json: JsonWriter): void {
  json.object();
  json.key("id");
  if (response.id != ABSENT) json.raw(response.id);
  else json.ascii("msg_" + stamp.id);
  json.asciiMember("type", "message");
  json.asciiMember("role", "assistant");
  json.rawMember("model", response.model);
  json.key("content");
  json.array();
  let calls = 0;
  for (let i = 0; i < response.parts.length; i++) {
    const part = response.parts[i];
    if (part.kind == PartKind.ToolCall) writeToolUse(changetype<ToolCallPart>(part), stamp, calls++, json);
    else writePart(part, response.maker, json);
  }
  json.endArray();
  json.asciiMember("stop_reason", stopReasonName(response.stopReason));
  json.key("stop_sequence");
  if (response.stopSequence != ABSENT) json.raw(response.stopSequence);
  else json.literal("null");
  writeUsage(response.usage, json);
  writeUnknown(json);
  json.endObject();
}

/** Members that every message has and no other dialect knows of. */
export function writeUnknown(json: JsonWriter): void {
  json.literalMember("container", "null");
  json.literalMember("diagnostics", "null");
  json.literalMember("stop_details", "null");
}

/** A refusal is text: a client shows it, and `stop_reason` tells what it is. */
function writePart(part: Part, maker: string, json: JsonWriter): void {
  if (part.kind == PartKind.Reasoning) {
    writeReasoning(changetype<ReasoningPart>(part), maker, json);
  } else if (part.kind == PartKind.Text || part.kind == PartKind.Refusal) {
    const text = changetype<TextPart>(part).text;
    if (length(text) == 0) return;
    json.object();
    json.asciiMember("type", "text");
    json.rawMember("text", text);
    json.literalMember("citations", "null");
    json.endObject();
  }
}

/** Thoughts always have a signature here: where their maker gave none it is the bare mark of opaque.ts. */
function writeReasoning(part: ReasoningPart, maker: string, json: JsonWriter): void {
  if (length(part.text) > 0 || part.signature != ABSENT) {
    json.object();
    json.asciiMember("type", "thinking");
    json.rawMember("thinking", part.text);
    json.key("signature");
    writeOpaque(part.signature, maker, json);
    json.endObject();
  }
  if (part.encrypted != ABSENT) {
    json.object();
    json.asciiMember("type", "redacted_thinking");
    json.key("data");
    writeOpaque(part.encrypted, maker, json);
    json.endObject();
  }
}

function writeToolUse(call: ToolCallPart, stamp: Stamp, index: i32, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "tool_use");
  json.key("id");
  if (call.id != ABSENT) json.raw(call.id);
  else json.ascii(stamp.callId(index));
  json.rawMember("name", call.name);
  json.key("input");
  writeInputAsObject(call.input, call.inputIsText, json);
  json.literalMember("caller", CALLER);
  json.endObject();
}
