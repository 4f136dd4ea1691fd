import { Failure } from "../../exchange/failure";
import { PartKind, ReasoningPart, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Arena } from "../../wire/arena";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span, text } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { isSet, refuse, wrongType } from "../refuse";
import { FunctionCalls } from "./function-calls";
import { asReasoning, signatureOf } from "./google-signature";
import { inMessage } from "./place";
import { readCacheControl, readContent } from "./read-content";
import { readReasoning } from "./read-reasoning";
import { readFunctionCall, readToolCalls } from "./read-tool-calls";

export function readMessages(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (!tape.isArray(list)) return wrongType("messages", "a list");
  into.messages = [];
  const calls = new FunctionCalls(into.arena);
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!tape.isObject(item)) return wrongType(inMessage(index, ""), "an object");
    const message = new Message(Role.User);
    const failure = readMessage(tape, item, index, message, calls);
    if (failure !== null) return failure;
    noteUnknown(tape, item, into);
    markEnd(message, readCacheControl(tape, item));
    into.messages.push(message);
    index += 1;
  }
  return null;
}

function readMessage(tape: Tape, item: i32, index: i32, into: Message, calls: FunctionCalls): Failure | null {
  const role = tape.text(tape.find(item, "role"));
  if (is(role, "assistant")) return readAssistant(tape, item, index, into, calls);
  if (is(role, "tool")) {
    into.role = Role.Tool;
    into.callId = filledText(tape, item, "tool_call_id");
    if (into.callId == ABSENT) return wrongType(inMessage(index, ".tool_call_id"), "a string");
  } else if (is(role, "function")) {
    into.role = Role.Tool;
    const name = filledText(tape, item, "name");
    if (name == ABSENT) return wrongType(inMessage(index, ".name"), "a string");
    into.callId = calls.answered(name);
  } else {
    if (is(role, "system") || is(role, "developer")) into.role = Role.System;
    else if (!is(role, "user")) {
      return wrongType(inMessage(index, ".role"), "system, developer, user, assistant, tool or function");
    }
    into.name = filledText(tape, item, "name");
  }
  return readContent(tape, tape.find(item, "content"), index, into);
}

function readAssistant(tape: Tape, item: i32, index: i32, into: Message, calls: FunctionCalls): Failure | null {
  into.role = Role.Assistant;
  into.name = filledText(tape, item, "name");
  // An earlier answer in sound, which only the provider that gave it has.
  if (isSet(tape, tape.find(item, "audio"))) return refuse(inMessage(index, ".audio"));
  readReasoning(tape, item, into.parts);
  readSignature(tape, item, into, calls.arena);
  const failure = readContent(tape, tape.find(item, "content"), index, into);
  if (failure !== null) return failure;
  const refusal = filledText(tape, item, "refusal");
  if (refusal != ABSENT) into.parts.push(new TextPart(refusal, PartKind.Refusal));
  const unread = readFunctionCall(tape, tape.find(item, "function_call"), index, into, calls);
  return unread !== null ? unread : readToolCalls(tape, tape.find(item, "tool_calls"), index, into, calls.arena);
}

function readSignature(tape: Tape, item: i32, into: Message, arena: Arena): void {
  const signature = signatureOf(tape, item);
  if (signature == ABSENT) return;
  const part = new ReasoningPart();
  part.encrypted = arena.keep(asReasoning(signature));
  into.parts.push(part);
}

/** A mark on the whole message is one behind its last part. */
function markEnd(message: Message, cacheControl: Span): void {
  const parts = message.parts;
  if (cacheControl == ABSENT) return;
  if (message.role == Role.Tool) message.cacheControl = cacheControl;
  else if (parts.length > 0) parts[parts.length - 1].cacheControl = cacheControl;
}

function noteUnknown(tape: Tape, item: i32, into: ChatRequest): void {
  for (let key = tape.first(item); key != NOTHING; key = tape.nextKey(item, key)) {
    const name = tape.bytes(key);
    if (isKnown(name) || !isSet(tape, key + 1)) continue;
    if (is(name, "extra_content") && signatureOf(tape, item) != ABSENT) continue;
    into.drop("messages." + text(name));
  }
}

/** By length first: this runs for every member of every message. */
function isKnown(name: Span): bool {
  switch (length(name)) {
    case 4:
      return is(name, "role") || is(name, "name");
    case 5:
      return is(name, "audio");
    case 7:
      return is(name, "content") || is(name, "refusal");
    case 9:
      return is(name, "reasoning");
    case 10:
      return is(name, "tool_calls");
    case 12:
      return is(name, "tool_call_id");
    case 13:
      return is(name, "function_call") || is(name, "cache_control");
    case 17:
      return is(name, "reasoning_content") || is(name, "reasoning_details");
    default:
      return false;
  }
}
