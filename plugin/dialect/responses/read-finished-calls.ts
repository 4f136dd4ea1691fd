import { MediaPart, PartKind, TextPart } from "../../exchange/part";
import { Message } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, is, length, Span } from "../../wire/span";
import { readUrl } from "../data-url";
import { valueAsText } from "../tool-input";
import { addCall, addResult } from "./assistant-turn";
import { FIELDS } from "./fields";
import { ToolTable } from "./tool-table";

// Calls of the platform's own tools, run there or by the client. What they did and what came of it is told as a call
// like any other, so that the model knows it, though it cannot make another.

const SHELL = new Constant("shell");
const LOCAL_SHELL = new Constant("local_shell");
const APPLY_PATCH = new Constant("apply_patch");
const COMPUTER = new Constant("computer");
const PROGRAM = new Constant("program");
const FILE_SEARCH = new Constant("file_search");
const CODE_INTERPRETER = new Constant("code_interpreter");

const json = new JsonWriter(new Output());

/** False: the item is of another type, or tells nothing. */
export function readFinishedCall(tape: Tape, item: i32, type: Span, tools: ToolTable): bool {
  if (is(type, "local_shell_call")) return readLocalShell(tape, item, tools);
  if (is(type, "shell_call")) return localCall(tape, item, SHELL, "action", tools);
  if (is(type, "apply_patch_call")) return localCall(tape, item, APPLY_PATCH, "operation", tools);
  if (is(type, "program")) return call(tape, item, PROGRAM, "code", tools);
  if (is(type, "computer_call")) {
    return call(tape, item, COMPUTER, tape.isNull(tape.find(item, "actions")) ? "action" : "actions", tools);
  }
  if (is(type, "local_shell_call_output")) return result(tape, item, "output", tools);
  if (is(type, "shell_call_output")) return result(tape, item, "output", tools);
  if (is(type, "apply_patch_call_output")) {
    return result(tape, item, tape.isNull(tape.find(item, "output")) ? "status" : "output", tools);
  }
  if (is(type, "program_output")) return result(tape, item, "result", tools);
  if (is(type, "computer_call_output")) return readScreenshot(tape, item, tools);
  if (is(type, "code_interpreter_call")) return both(tape, item, CODE_INTERPRETER, "code", "outputs", tools);
  if (is(type, "file_search_call")) return both(tape, item, FILE_SEARCH, "queries", "results", tools);
  return is(type, "mcp_call") && readMcpCall(tape, item, tools);
}

/** `call_id`, or where there is none the item's own id. */
function idOf(tape: Tape, item: i32): Span {
  const id = tape.text(tape.find(item, "call_id"));
  return id != ABSENT ? id : tape.text(tape.find(item, "id"));
}

function call(tape: Tape, item: i32, name: Constant, member: string, tools: ToolTable): bool {
  return callOf(tape, item, tools.calledName(ABSENT, name.bytes), member, tools);
}

/** Of a tool that the client runs, and that may be among those of the request. */
function localCall(tape: Tape, item: i32, type: Constant, member: string, tools: ToolTable): bool {
  return callOf(tape, item, tools.calledLocal(type.bytes), member, tools);
}

/** `name`: of the function. */
function callOf(tape: Tape, item: i32, name: Span, member: string, tools: ToolTable): bool {
  const id = idOf(tape, item);
  if (id == ABSENT) return false;
  addCall(id, name, asObject(tape, item, member, tools), false, tools.request);
  return true;
}

/** Arguments are an object in every dialect. */
function asObject(tape: Tape, item: i32, member: string, tools: ToolTable): Span {
  const value = tape.find(item, member);
  if (tape.isObject(value)) return tape.value(value);
  return tape.isNull(value) ? ABSENT : wrapped(member, tape.value(value), tools);
}

function wrapped(member: string, value: Span, tools: ToolTable): Span {
  json.out.clear();
  json.restart();
  json.object();
  json.member(member, value);
  json.endObject();
  return tools.request.arena.keep(json.out.bytes);
}

function result(tape: Tape, item: i32, member: string, tools: ToolTable): bool {
  const known = tools.shellCall(tape.text(tape.find(item, "id")));
  const id = known != ABSENT ? known : idOf(tape, item);
  if (id == ABSENT) return false;
  addText(tape, tape.find(item, member), addResult(id, tools.request), tools);
  return true;
}

/** A text as it is, any other value as JSON. */
function addText(tape: Tape, value: i32, into: Message, tools: ToolTable): void {
  if (tape.isString(value)) into.parts.push(new TextPart(tape.bytes(value)));
  else if (!tape.isNull(value)) into.parts.push(new TextPart(tools.request.arena.keep(valueAsText(tape.value(value)))));
}

/** Its output names the call by the item's id, not by the call's. */
function readLocalShell(tape: Tape, item: i32, tools: ToolTable): bool {
  tools.noteShellCall(tape.text(tape.find(item, "id")), idOf(tape, item));
  return localCall(tape, item, LOCAL_SHELL, "action", tools);
}

function readScreenshot(tape: Tape, item: i32, tools: ToolTable): bool {
  const id = idOf(tape, item);
  const url = tape.text(tape.find(tape.find(item, "output"), "image_url"));
  if (id == ABSENT || url == ABSENT) return false;
  const image = new MediaPart(PartKind.Image, FIELDS.messages);
  readUrl(url, image);
  addResult(id, tools.request).parts.push(image);
  return true;
}

/** A call that holds its own result. */
function both(tape: Tape, item: i32, name: Constant, asked: string, told: string, tools: ToolTable): bool {
  const results = tape.find(item, told);
  const isEmpty = tape.isNull(results) || (tape.isArray(results) && tape.first(results) == NOTHING);
  if (isEmpty || !call(tape, item, name, asked, tools)) return false;
  addText(tape, results, addResult(idOf(tape, item), tools.request), tools);
  return true;
}

function readMcpCall(tape: Tape, item: i32, tools: ToolTable): bool {
  const id = idOf(tape, item);
  const name = tape.text(tape.find(item, "name"));
  if (id == ABSENT || length(name) == 0) return false;
  const input = tape.text(tape.find(item, "arguments"));
  addCall(id, tools.calledName(tape.text(tape.find(item, "server_label")), name), input, true, tools.request);
  const error = tape.find(item, "error");
  const message = addResult(id, tools.request);
  message.failed = !tape.isNull(error);
  addText(tape, message.failed ? error : tape.find(item, "output"), message, tools);
  return true;
}
