import { PartKind, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { hash64, Span } from "../../wire/span";
import { PARAGRAPH, writeImages, writeThoughts, writeWords } from "./content";
import { writeForcedMessage } from "./forced-tool";
import { writeSchemaMessage } from "./format";
import { writeFunction } from "./write-tool-call";

/** Names of the functions called so far, by the hash of the call's id. */
const called = new Map<u64, Span>();

export function writeMessages(request: ChatRequest, traits: Traits, json: JsonWriter): void {
  json.key("messages");
  json.array();
  writeSchemaMessage(request, traits, json);
  writeForcedMessage(request, json);
  called.clear();
  for (let i = 0; i < request.messages.length; i++) writeMessage(request.messages[i], json);
  json.endArray();
}

function roleName(role: Role): string {
  if (role == Role.System) return "system";
  if (role == Role.User) return "user";
  return role == Role.Assistant ? "assistant" : "tool";
}

function writeMessage(message: Message, json: JsonWriter): void {
  json.object();
  json.asciiMember("role", roleName(message.role));
  writeWords("content", message.parts, PARAGRAPH, json);
  writeThoughts(message.parts, json);
  writeImages(message.parts, json);
  if (message.role == Role.Tool) writeAnswered(message, json);
  else writeToolCalls(message, json);
  json.endObject();
}

/** Templates of models use the function's name; those with parallel calls of one function, the id. */
function writeAnswered(message: Message, json: JsonWriter): void {
  const call = hash64(message.callId);
  if (called.has(call)) json.stringMember("tool_name", called.get(call));
  json.stringMember("tool_call_id", message.callId);
}

function writeToolCalls(message: Message, json: JsonWriter): void {
  let count = 0;
  for (let i = 0; i < message.parts.length; i++) {
    if (message.parts[i].kind != PartKind.ToolCall) continue;
    const call = changetype<ToolCallPart>(message.parts[i]);
    if (count == 0) {
      json.key("tool_calls");
      json.array();
    }
    called.set(hash64(call.id), call.name);
    json.object();
    json.stringMember("id", call.id);
    writeFunction(count, call.name, call.input, call.inputIsText, json);
    json.endObject();
    count += 1;
  }
  if (count > 0) json.endArray();
}
