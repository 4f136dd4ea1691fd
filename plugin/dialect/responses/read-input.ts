import { Failure } from "../../exchange/failure";
import { PartKind, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span, text } from "../../wire/span";
import { wrongType } from "../refuse";
import { assistantTurn } from "./assistant-turn";
import { addTrigger, isCompaction, summaryIn } from "./compaction";
import { FIELDS } from "./fields";
import { itemPath } from "./place";
import { readCall, readCustomCall, readOutput } from "./read-calls";
import { readFinishedCall } from "./read-finished-calls";
import { readParts } from "./read-parts";
import { readReasoning } from "./read-reasoning";
import { readSearchCall, readSearchOutput } from "./read-tool-search";
import { ToolTable } from "./tool-table";
import { dropUnknown } from "./unknown-members";

/** `id` and `status` are the platform's own notes on an item. */
const OF_MESSAGE: StaticArray<string> = ["type", "role", "content", "id", "status"];
const OF_AGENT_MESSAGE: StaticArray<string> = ["type", "author", "recipient", "content", "id"];

/** The conversation: a string, or a list in which each call and each thought is an item of its own. */
export function readInput(tape: Tape, input: i32, tools: ToolTable): Failure | null {
  const into = tools.request;
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
    const failure = readItem(tape, item, index, tools);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

function readItem(tape: Tape, item: i32, index: i32, tools: ToolTable): Failure | null {
  if (!tape.isObject(item)) return wrongType(itemPath(index), "an object");
  const into = tools.request;
  const type = tape.find(item, "type");
  const hasRole = !tape.isNull(tape.find(item, "role"));
  if (tape.isNull(type)) {
    // An item without either is a reference to one that the platform keeps.
    if (hasRole || tape.isNull(tape.find(item, "id"))) return readMessage(tape, item, index, into);
    into.drop(FIELDS.messages + ".item_reference");
    into.reachesOut = true;
    return null;
  }
  const name = tape.text(type);
  if (is(name, "message")) return readMessage(tape, item, index, into);
  if (is(name, "function_call")) return readCall(tape, item, index, tools);
  if (is(name, "function_call_output")) return readOutput(tape, item, index, into);
  if (is(name, "custom_tool_call")) return readCustomCall(tape, item, index, tools);
  if (is(name, "custom_tool_call_output")) return readOutput(tape, item, index, into);
  if (is(name, "reasoning")) readThought(tape, item, into);
  else if (is(name, "agent_message")) return readAgentMessage(tape, item, index, into);
  else if (is(name, "tool_search_call")) readSearchCall(tape, item, tools);
  else if (is(name, "tool_search_output")) readSearchOutput(tape, item, tools);
  else if (is(name, "compaction_trigger")) readTrigger(tape, item, name, into);
  else if (isCompaction(name)) readCompaction(tape, item, name, into);
  else if (is(name, "additional_tools") || readFinishedCall(tape, item, name, tools)) return null;
  else drop(name, into);
  return null;
}

/** It is the last item, or means nothing. */
function readTrigger(tape: Tape, item: i32, type: Span, into: ChatRequest): void {
  const list = tape.find(tape.root, "input");
  if (tape.next(list, item) != NOTHING) return drop(type, into);
  into.approximate(FIELDS.messages + "." + text(type));
  addTrigger(into);
}

/** The platform's own is sealed. */
function readCompaction(tape: Tape, item: i32, type: Span, into: ChatRequest): void {
  const summary = summaryIn(tape.text(tape.find(item, "encrypted_content")));
  if (summary == ABSENT) return drop(type, into);
  const message = new Message(Role.User);
  message.parts.push(new TextPart(summary));
  into.messages.push(message);
}

/** What only the platform can read or do: references, what it sealed, what its own tools did. */
function drop(type: Span, into: ChatRequest): void {
  into.drop(FIELDS.messages + "." + text(type));
  if (is(type, "item_reference")) into.reachesOut = true;
}

function readThought(tape: Tape, item: i32, into: ChatRequest): void {
  const reasoning = readReasoning(tape, item, into.arena);
  if (reasoning !== null) assistantTurn(into).parts.push(reasoning);
  else into.drop(FIELDS.messages + ".reasoning");
}

function readMessage(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const role = tape.text(tape.find(item, "role"));
  let message: Message;
  if (is(role, "assistant")) {
    message = wordsTurn(into);
  } else {
    if (is(role, "user")) message = new Message(Role.User);
    else if (is(role, "developer") || is(role, "system")) message = new Message(Role.System);
    else return wrongType(itemPath(index) + ".role", "user, assistant, developer or system");
    into.messages.push(message);
  }
  dropUnknown(tape, item, OF_MESSAGE, FIELDS.messages, into);
  return readParts(tape, tape.find(item, "content"), index, "content", message, into);
}

/** The words of two items are not one text. */
function wordsTurn(into: ChatRequest): Message {
  const turn = assistantTurn(into);
  const parts = turn.parts;
  if (parts.length == 0 || parts[parts.length - 1].kind != PartKind.Text) return turn;
  const message = new Message(Role.Assistant);
  into.messages.push(message);
  return message;
}

/** From one agent to another: what it says is all that a model needs of it. */
function readAgentMessage(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const message = new Message(Role.User);
  dropUnknown(tape, item, OF_AGENT_MESSAGE, FIELDS.messages, into);
  const failure = readParts(tape, tape.find(item, "content"), index, "content", message, into);
  if (message.parts.length > 0) into.messages.push(message);
  else drop(tape.text(tape.find(item, "type")), into);
  return failure;
}
