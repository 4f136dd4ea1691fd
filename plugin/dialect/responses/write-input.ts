import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Format, Message, Role } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { valueAsText, writeInputAsText } from "../tool-input";
import { PARAGRAPH } from "./paragraph";
import { writeParts } from "./write-parts";
import { writeReasoningInput } from "./write-reasoning";

/** Where schemas are not enforced the model is told instead. */
const SCHEMA_LINE: string = "Answer with nothing but JSON that keeps to this JSON Schema: ";
const line = new Output();

/** The system message that leads the conversation; null if there is none, it is not text alone, or nothing follows it. */
function leading(request: ChatRequest): Message | null {
  if (request.messages.length < 2) return null;
  const first = request.messages[0];
  if (first.role != Role.System || first.parts.length == 0) return null;
  for (let i = 0; i < first.parts.length; i++) {
    if (first.parts[i].kind != PartKind.Text) return null;
  }
  return first;
}

export function writeInstructions(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  const texts: Array<Span> = [];
  const first = leading(request);
  if (first !== null) {
    for (let i = 0; i < first.parts.length; i++) texts.push(changetype<TextPart>(first.parts[i]).text);
  }
  if (request.format == Format.Schema && !traits.jsonSchema) {
    line.clear();
    line.ascii(SCHEMA_LINE);
    line.raw(valueAsText(request.schema));
    texts.push(line.bytes);
  }
  if (texts.length == 0) return;
  json.key("instructions");
  json.joined(texts, PARAGRAPH);
}

/** Later system messages stay where they are, as the developer's. */
export function writeInput(request: ChatRequest, json: JsonWriter): void {
  json.key("input");
  json.array();
  for (let i = leading(request) === null ? 0 : 1; i < request.messages.length; i++) {
    const message = request.messages[i];
    if (message.role == Role.Assistant) writeAssistant(message, request, json);
    else if (message.role == Role.Tool) writeOutput(message, json);
    else if (message.role == Role.User) writeMessage("user", message, json);
    else if (message.parts.length > 0) writeMessage("developer", message, json);
  }
  json.endArray();
}

function writeMessage(role: string, message: Message, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "message");
  json.asciiMember("role", role);
  json.key("content");
  writeParts(message.parts, json);
  json.endObject();
}

function writeOutput(message: Message, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "function_call_output");
  json.rawMember("call_id", message.callId);
  json.key("output");
  writeParts(message.parts, json);
  json.endObject();
}

/** Runs of words become messages; each thought and each call is an item of its own. */
function writeAssistant(message: Message, request: ChatRequest, json: JsonWriter): void {
  const parts = message.parts;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind == PartKind.Reasoning) {
      writeReasoningInput(changetype<ReasoningPart>(parts[i]), request, json);
    } else if (parts[i].kind == PartKind.ToolCall) {
      writeCall(changetype<ToolCallPart>(parts[i]), json);
    } else if (isWords(parts[i])) {
      const from = i;
      while (i + 1 < parts.length && isWords(parts[i + 1])) i += 1;
      writeWords(parts, from, i + 1, json);
    }
  }
}

function isWords(part: Part): bool {
  return part.kind == PartKind.Text || part.kind == PartKind.Refusal;
}

function writeWords(parts: Array<Part>, from: i32, behind: i32, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "message");
  json.asciiMember("role", "assistant");
  json.key("content");
  if (behind - from == 1 && parts[from].kind == PartKind.Text) {
    json.raw(changetype<TextPart>(parts[from]).text);
  } else {
    json.array();
    for (let i = from; i < behind; i++) {
      const isText = parts[i].kind == PartKind.Text;
      json.object();
      json.asciiMember("type", isText ? "output_text" : "refusal");
      json.rawMember(isText ? "text" : "refusal", changetype<TextPart>(parts[i]).text);
      json.endObject();
    }
    json.endArray();
  }
  json.endObject();
}

function writeCall(call: ToolCallPart, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "function_call");
  json.rawMember("call_id", call.id);
  json.rawMember("name", call.name);
  json.key("arguments");
  writeInputAsText(call, json);
  json.endObject();
}
