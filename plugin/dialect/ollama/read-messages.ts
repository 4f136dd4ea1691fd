import { Failure } from "../../exchange/failure";
import { ReasoningPart, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, isInAnyCase, length, Span, text } from "../../wire/span";
import { isSet, wrongType } from "../refuse";
import { readImages } from "./read-images";
import { readAnswered, readToolCalls } from "./read-tool-calls";
import { WaitingCalls } from "./waiting-calls";

export function readMessages(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (!tape.isArray(list)) return wrongType("messages", "a list");
  const waiting = new WaitingCalls(into.arena);
  let last = Role.System;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const role = roleOf(tape.text(tape.find(item, "role")));
    if (role < 0) return wrongType(at(into) + ".role", "system, user, assistant or tool");
    const message = new Message(role);
    if (role == Role.Assistant && last != Role.Assistant) waiting.forget();
    const failure = readMessage(tape, item, message, waiting, into);
    if (failure !== null) return failure;
    into.messages.push(message);
    last = role;
  }
  return null;
}

/** -1: no role. Ollama reads them in any case. */
function roleOf(name: Span): i32 {
  if (isInAnyCase(name, "user")) return Role.User;
  if (isInAnyCase(name, "assistant")) return Role.Assistant;
  if (isInAnyCase(name, "tool")) return Role.Tool;
  return isInAnyCase(name, "system") ? Role.System : -1;
}

/** The path of the message that is being read. */
function at(into: ChatRequest): string {
  return "messages[" + into.messages.length.toString() + "]";
}

/** Ollama's templates put the thoughts first, then images, text and calls, whatever their order here. */
function readMessage(
  tape: Tape,
  item: i32,
  message: Message,
  waiting: WaitingCalls,
  into: ChatRequest,
): Failure | null {
  const thinking = tape.find(item, "thinking");
  if (tape.isString(thinking)) {
    const thought = new ReasoningPart();
    thought.text = tape.bytes(thinking);
    if (length(thought.text) > 0) message.parts.push(thought);
  } else if (!tape.isNull(thinking)) return wrongType(at(into) + ".thinking", "a string");

  const images = tape.find(item, "images");
  if (!tape.isNull(images)) {
    const failure = readImages(tape, images, at(into) + ".images", message.parts);
    if (failure !== null) return failure;
  }

  const content = tape.find(item, "content");
  if (!tape.isString(content) && !tape.isNull(content)) return wrongType(at(into) + ".content", "a string");
  const words = tape.text(content);
  if (length(words) > 0) message.parts.push(new TextPart(words));

  dropUnknown(tape, item, into);
  if (message.role == Role.Tool) return readAnswered(tape, item, into.messages.length, message, waiting);
  return readToolCalls(tape, tape.find(item, "tool_calls"), into.messages.length, message, waiting);
}

function dropUnknown(tape: Tape, item: i32, into: ChatRequest): void {
  for (let key = tape.first(item); key != NOTHING; key = tape.nextKey(item, key)) {
    const name = tape.bytes(key);
    if (!isKnown(name) && isSet(tape, key + 1)) into.drop("messages." + text(name));
  }
}

function isKnown(name: Span): bool {
  return (
    is(name, "role") ||
    is(name, "content") ||
    is(name, "thinking") ||
    is(name, "images") ||
    is(name, "tool_calls") ||
    is(name, "tool_name") ||
    is(name, "tool_call_id")
  );
}
