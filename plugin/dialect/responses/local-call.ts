import { Constant } from "../../wire/constant";
import { unescape } from "../../wire/json-string";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, is, Span } from "../../wire/span";
import { ToolForm } from "./own-tool";

const NO_ARGUMENTS = new Constant("{}");
const NO_TEXT = new Constant("");

const decoded = new Output();
const tape = new Tape();

/** The type of the item that calls such a tool, and the prefix of its id. */
export function itemType(form: ToolForm): string {
  if (form == ToolForm.LocalShell) return "local_shell_call";
  return form == ToolForm.Shell ? "shell_call" : "apply_patch_call";
}

export function idPrefix(form: ToolForm): string {
  if (form == ToolForm.LocalShell) return "lsh_";
  return form == ToolForm.Shell ? "sh_" : "apc_";
}

/** A patch knows no call that was cut short: one in progress is not carried out either. */
export function statusOf(form: ToolForm, status: string): string {
  return form == ToolForm.ApplyPatch && status == "incomplete" ? "in_progress" : status;
}

/** What the model wants, as that tool's client reads it. `input`: as `ToolCallPart` has it. */
export function writeWish(form: ToolForm, input: Span, inputIsText: bool, json: JsonWriter): void {
  read(input, inputIsText);
  if (form == ToolForm.LocalShell) writeExec(json);
  else if (form == ToolForm.Shell) writeCommands(json);
  else writeOperation(json);
}

/** Arguments that are no JSON, as limits cut them, say nothing. */
function read(input: Span, isText: bool): void {
  if (isText && input != ABSENT) {
    decoded.clear();
    unescape(input, decoded);
  }
  const json = isText ? decoded.bytes : input;
  if (input == ABSENT || !tape.scan(json) || !tape.isObject(tape.root)) tape.scan(NO_ARGUMENTS.bytes);
}

function argument(name: string): i32 {
  return tape.find(tape.root, name);
}

function writeExec(json: JsonWriter): void {
  const command = argument("command");
  const env = argument("env");
  json.key("action");
  json.object();
  json.asciiMember("type", "exec");
  json.key("command");
  json.array();
  // Models like to write a whole line: that is for a shell.
  if (tape.isString(command)) {
    json.ascii("bash");
    json.ascii("-lc");
    json.raw(tape.bytes(command));
  } else writeStrings(command, json);
  json.endArray();
  json.key("env");
  json.value(tape.isObject(env) ? tape.value(env) : NO_ARGUMENTS.bytes);
  const timeout = argument("timeout_ms");
  if (tape.isNumber(timeout)) json.member("timeout_ms", tape.bytes(timeout));
  json.stringMember("user", tape.text(argument("user")));
  json.stringMember("working_directory", tape.text(argument("working_directory")));
  json.endObject();
}

function writeCommands(json: JsonWriter): void {
  const commands = argument("commands");
  json.key("action");
  json.object();
  json.key("commands");
  json.array();
  if (tape.isString(commands)) json.raw(tape.bytes(commands));
  else writeStrings(commands, json);
  json.endArray();
  writeNumber("timeout_ms", json);
  writeNumber("max_output_length", json);
  json.endObject();
  json.key("environment");
  json.object();
  json.asciiMember("type", "local");
  json.endObject();
}

function writeStrings(list: i32, json: JsonWriter): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (tape.isString(item)) json.raw(tape.bytes(item));
  }
}

function writeNumber(name: string, json: JsonWriter): void {
  const value = argument(name);
  if (tape.isNumber(value)) json.member(name, tape.bytes(value));
  else json.literalMember(name, "null");
}

function writeOperation(json: JsonWriter): void {
  const type = tape.text(argument("type"));
  const path = tape.text(argument("path"));
  const diff = tape.text(argument("diff"));
  json.key("operation");
  json.object();
  if (is(type, "create_file") || is(type, "delete_file")) json.rawMember("type", type);
  else json.asciiMember("type", "update_file");
  json.rawMember("path", path == ABSENT ? NO_TEXT.bytes : path);
  if (!is(type, "delete_file")) json.rawMember("diff", diff == ABSENT ? NO_TEXT.bytes : diff);
  json.endObject();
}
