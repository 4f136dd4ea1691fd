import { Failure } from "../../exchange/failure";
import { TextPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { FIELDS } from "./fields";
import { itemPath } from "./place";
import { readParts } from "./read-parts";
import { readReasoning } from "./read-reasoning";
import { dropUnknown } from "./unknown-members";

/** `id`, `status` and `created_by` are the platform's own notes on an item. */
const OF_MESSAGE: StaticArray<string> = ["type", "role", "content", "id", "status"];
const OF_CALL: StaticArray<string> = ["type", "call_id", "name", "arguments", "caller", "id", "status", "created_by"];
const OF_OUTPUT: StaticArray<string> = ["type", "call_id", "output", "caller", "id", "status", "created_by"];

/** The conversation: a string, or a list in which each call and each thought is an item of its own. */
export function readInput(tape: Tape, input: i32, into: ChatRequest): Failure | null {
  if (tape.isString(input)) {
    const message = new Message(Role.User);
    if (length(tape.bytes(input)) > 0) message.parts.push(new TextPart(tape.bytes(input)));
    into.messages.push(message);
    return null;
  }
  if (!tape.isArray(input) || tape.first(input) == NOTHING) {
    return wrongType("input", "a string or a list of at least one item");
  }
  let index = 0;
  for (let item = tape.first(input); item != NOTHING; item = tape.next(input, item)) {
    const failure = readItem(tape, item, index, into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

function readItem(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  if (!tape.isObject(item)) return wrongType(itemPath(index), "an object");
  const type = tape.find(item, "type");
  if (tape.isNull(type)) {
    // An item without either is a reference to one that the platform keeps.
    const isMessage = !tape.isNull(tape.find(item, "role")) || tape.isNull(tape.find(item, "id"));
    return isMessage ? readMessage(tape, item, index, into) : refuse(itemPath(index));
  }
  const name = tape.text(type);
  if (is(name, "message")) return readMessage(tape, item, index, into);
  if (is(name, "function_call")) return readCall(tape, item, index, into);
  if (is(name, "function_call_output")) return readOutput(tape, item, index, into);
  if (!is(name, "reasoning")) return refuse(itemPath(index));
  const reasoning = readReasoning(tape, item, into.arena);
  if (reasoning !== null) assistantTurn(into).parts.push(reasoning);
  else into.drop(FIELDS.messages + ".reasoning");
  return null;
}

/** What the assistant said, thought and called in one go is one message. */
function assistantTurn(into: ChatRequest): Message {
  const count = into.messages.length;
  if (count > 0 && into.messages[count - 1].role == Role.Assistant) return into.messages[count - 1];
  const message = new Message(Role.Assistant);
  into.messages.push(message);
  return message;
}

function readMessage(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const role = tape.text(tape.find(item, "role"));
  let message: Message;
  if (is(role, "assistant")) {
    message = assistantTurn(into);
  } else {
    if (is(role, "user")) message = new Message(Role.User);
    else if (is(role, "developer") || is(role, "system")) message = new Message(Role.System);
    else return wrongType(itemPath(index) + ".role", "user, assistant, developer or system");
    into.messages.push(message);
  }
  dropUnknown(tape, item, OF_MESSAGE, FIELDS.messages, into);
  return readParts(tape, tape.find(item, "content"), index, "content", message, into);
}

function readCall(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const failure = readCaller(tape, item, index);
  if (failure !== null) return failure;
  const call = new ToolCallPart();
  call.id = tape.text(tape.find(item, "call_id"));
  if (call.id == ABSENT) return wrongType(itemPath(index) + ".call_id", "a string");
  call.name = tape.text(tape.find(item, "name"));
  if (call.name == ABSENT) return wrongType(itemPath(index) + ".name", "a string");
  call.input = tape.text(tape.find(item, "arguments"));
  if (call.input == ABSENT) return wrongType(itemPath(index) + ".arguments", "a string");
  call.inputIsText = true;
  dropUnknown(tape, item, OF_CALL, FIELDS.messages, into);
  assistantTurn(into).parts.push(call);
  return null;
}

function readOutput(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const failure = readCaller(tape, item, index);
  if (failure !== null) return failure;
  const message = new Message(Role.Tool);
  message.callId = tape.text(tape.find(item, "call_id"));
  if (message.callId == ABSENT) return wrongType(itemPath(index) + ".call_id", "a string");
  dropUnknown(tape, item, OF_OUTPUT, FIELDS.messages, into);
  into.messages.push(message);
  return readParts(tape, tape.find(item, "output"), index, "output", message, into);
}

/** A call by a program that the platform runs means nothing without the program. */
function readCaller(tape: Tape, item: i32, index: i32): Failure | null {
  const caller = tape.find(item, "caller");
  if (!isSet(tape, caller) || is(tape.text(tape.find(caller, "type")), "direct")) return null;
  return refuse(itemPath(index) + ".caller");
}
