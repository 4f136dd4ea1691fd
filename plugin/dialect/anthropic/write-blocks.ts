import { ReasoningPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { writeInputAsObject } from "../tool-input";
import { ownEncrypted, ownSignature } from "./own-reasoning";
import { writeToolId } from "./tool-id";

/** Blocks of a request. `text` is raw. */
export function writeTextBlock(text: Span, cacheControl: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "text");
  json.rawMember("text", text);
  json.member("cache_control", cacheControl);
  json.endObject();
}

export function writeToolUse(call: ToolCallPart, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "tool_use");
  writeToolId("id", call.id, json);
  json.rawMember("name", call.name);
  json.key("input");
  writeInputAsObject(call.input, call.inputIsText, json);
  json.member("cache_control", call.cacheControl);
  json.endObject();
}

/** Thoughts that Anthropic sealed, as it sent them. */
export function writeRequestReasoning(part: ReasoningPart, request: ChatRequest, json: JsonWriter): void {
  const signature = ownSignature(part, request);
  if (signature != ABSENT) {
    json.object();
    json.asciiMember("type", "thinking");
    json.rawMember("thinking", part.text);
    json.rawMember("signature", signature);
    json.endObject();
  }
  const encrypted = ownEncrypted(part, request);
  if (encrypted != ABSENT) {
    json.object();
    json.asciiMember("type", "redacted_thinking");
    json.rawMember("data", encrypted);
    json.endObject();
  }
}
