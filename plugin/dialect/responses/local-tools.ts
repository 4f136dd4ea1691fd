import { Constant } from "../../wire/constant";
import { Tape } from "../../wire/json-tape";
import { is, Span } from "../../wire/span";
import { OwnTool, ToolForm } from "./own-tool";

// Tools whose calls the platform's models know by heart, and which the client runs. To every other model they are functions,
// of the platform's names and with its arguments:
// https://platform.openai.com/docs/guides/tools-shell, .../tools-local-shell and .../tools-apply-patch

const LOCAL_SHELL_WORDS = new Constant(
  "Runs a command on the user's machine, and gives what it prints. `command` is the program and its arguments, one item " +
    "each. What needs a shell's syntax is an argument of a shell.",
);
const LOCAL_SHELL_SCHEMA = new Constant(
  '{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"integer"},' +
    '"user":{"type":"string"},"working_directory":{"type":"string"}},"required":["command"]}',
);

const SHELL_WORDS = new Constant(
  "Runs commands in a shell on the user's machine, each by itself, and gives what they print. `timeout_ms` is for all of " +
    "them; `max_output_length` is the most characters that you want of each.",
);
const SHELL_SCHEMA = new Constant(
  '{"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"integer"},' +
    '"max_output_length":{"type":"integer"}},"required":["commands"]}',
);

const APPLY_PATCH_WORDS = new Constant(
  "Creates, changes or deletes one of the user's files. `diff` is a V4A diff without a header: for create_file all lines of " +
    "the file, each behind a `+`; for delete_file nothing; for update_file one or more blocks. A block begins with a line " +
    "`@@`, which may name the class or function that it is in (`@@ def f():`). Then come the lines around the change behind " +
    "a space, about three before and three after it, those that go behind a `-`, and the new ones behind a `+`. There are " +
    "no line numbers.",
);
const APPLY_PATCH_SCHEMA = new Constant(
  '{"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file","delete_file"]},' +
    '"path":{"type":"string"},"diff":{"type":"string"}},"required":["type","path"]}',
);

/** What a client gets as the call of a tool of that type; `Call`: it is none of these. */
export function localForm(type: Span): ToolForm {
  if (is(type, "local_shell")) return ToolForm.LocalShell;
  if (is(type, "shell")) return ToolForm.Shell;
  return is(type, "apply_patch") ? ToolForm.ApplyPatch : ToolForm.Call;
}

/** The same, of a tool that the client offers: a shell may be in the platform's own container. */
export function formOfTool(tape: Tape, tool: i32, type: Span): ToolForm {
  const form = localForm(type);
  const environment = tape.find(tool, "environment");
  if (form != ToolForm.Shell || tape.isNull(environment)) return form;
  return is(tape.text(tape.find(environment, "type")), "local") ? form : ToolForm.Call;
}

export function describeLocal(tool: OwnTool): void {
  if (tool.form == ToolForm.LocalShell) describe(tool, LOCAL_SHELL_WORDS, LOCAL_SHELL_SCHEMA);
  else if (tool.form == ToolForm.Shell) describe(tool, SHELL_WORDS, SHELL_SCHEMA);
  else describe(tool, APPLY_PATCH_WORDS, APPLY_PATCH_SCHEMA);
}

function describe(tool: OwnTool, words: Constant, schema: Constant): void {
  tool.description = words.bytes;
  tool.parameters = schema.bytes;
}
