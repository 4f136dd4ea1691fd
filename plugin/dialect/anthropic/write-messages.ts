import { MediaPart, Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { Conversation, isSendable, Turn } from "./conversation";
import { writeMedia } from "./media";
import { writeToolId } from "./tool-id";
import { writeRequestReasoning, writeTextBlock, writeToolUse } from "./write-blocks";

/**
 * Anthropic's documentation has not demanded since October 2024 that the user speaks first; servers
 * compatible with it, and Bedrock's, still do. A few tokens spare their refusal.
 */
const OPENING: string = "(continued)";

export function writeConversation(request: ChatRequest, conversation: Conversation, json: JsonWriter): void {
  json.key("messages");
  json.array();
  if (conversation.startsWithAssistant) {
    json.object();
    json.asciiMember("role", "user");
    json.asciiMember("content", OPENING);
    json.endObject();
  }
  const turns = conversation.turns;
  for (let i = 0; i < turns.length; i++) {
    writeTurn(request, turns[i], i + 1 == turns.length ? conversation.prefill : ABSENT, json);
  }
  json.endArray();
}

/** `lastText`: what to write for the text of the last part, where that is not the text itself. */
function writeTurn(request: ChatRequest, turn: Turn, lastText: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("role", turn.isUser ? "user" : "assistant");
  json.key("content");
  const parts = turn.parts;
  if (turn.results.length == 0 && isPlainText(parts)) {
    json.raw(lastText != ABSENT ? lastText : changetype<TextPart>(parts[0]).text);
  } else {
    json.array();
    for (let i = 0; i < turn.results.length; i++) writeToolResult(request, turn.results[i], json);
    for (let i = 0; i < parts.length; i++) {
      writePart(request, parts[i], i + 1 == parts.length ? lastText : ABSENT, json);
    }
    json.endArray();
  }
  json.endObject();
}

/** A single text that a string can say. */
function isPlainText(parts: Array<Part>): bool {
  return parts.length == 1 && parts[0].kind == PartKind.Text && parts[0].cacheControl == ABSENT;
}

function writePart(request: ChatRequest, part: Part, text: Span, json: JsonWriter): void {
  switch (part.kind) {
    case PartKind.Image:
    case PartKind.Document:
      return writeMedia(changetype<MediaPart>(part), json);
    case PartKind.ToolCall:
      return writeToolUse(changetype<ToolCallPart>(part), json);
    case PartKind.Reasoning:
      return writeRequestReasoning(changetype<ReasoningPart>(part), request, json);
    default:
      return writeTextBlock(text != ABSENT ? text : changetype<TextPart>(part).text, part.cacheControl, json);
  }
}

function writeToolResult(request: ChatRequest, result: Message, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "tool_result");
  writeToolId("tool_use_id", result.callId, json);
  const sendable: Array<Part> = [];
  for (let i = 0; i < result.parts.length; i++) {
    if (isSendable(result.parts[i], request)) sendable.push(result.parts[i]);
  }
  if (isPlainText(sendable)) {
    json.rawMember("content", changetype<TextPart>(sendable[0]).text);
  } else if (sendable.length > 0) {
    json.key("content");
    json.array();
    for (let i = 0; i < sendable.length; i++) writePart(request, sendable[i], ABSENT, json);
    json.endArray();
  }
  if (result.failed) json.literalMember("is_error", "true");
  json.member("cache_control", result.cacheControl);
  json.endObject();
}
