import { Failure } from "../../exchange/failure";
import { Tool, ToolChoice } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span } from "../../wire/span";
import { decode } from "../decode";
import { wrongType } from "../refuse";
import { ToolTable } from "./tool-table";

/** Needs the tools, since one form allows but some of them. */
export function readToolChoice(tape: Tape, choice: i32, into: ToolTable): Failure | null {
  if (tape.isNull(choice)) return null;
  if (tape.isString(choice)) return readMode(tape.bytes(choice), "tool_choice", into);
  if (!tape.isObject(choice)) return wrongType("tool_choice", "a string or an object");
  const type = tape.text(tape.find(choice, "type"));
  if (is(type, "allowed_tools")) return readAllowed(tape, choice, into);
  const local = into.findLocal(type);
  if (local !== null) return readLocal(local, into);
  if (!isOffered(type)) return notOffered(type);
  const name = tape.text(tape.find(choice, "name"));
  if (length(name) == 0) return wrongType("tool_choice.name", "the tool's name");
  into.request.toolChoice = ToolChoice.Named;
  into.request.toolName = into.calledName(tape.text(tape.find(choice, "namespace")), name);
  return null;
}

function readLocal(tool: Tool, into: ToolTable): Failure | null {
  into.request.toolChoice = ToolChoice.Named;
  into.request.toolName = tool.name;
  return null;
}

function isOffered(type: Span): bool {
  return is(type, "function") || is(type, "custom");
}

/** The user asked for it: without it the answer would be another. */
function notOffered(type: Span): Failure {
  const message =
    "tool_choice: only the provider's own '" + decode(type) + "' could do that, and none of this model's has it";
  return new Failure(400, message, "tool_choice");
}

function readMode(mode: Span, where: string, into: ToolTable): Failure | null {
  const request = into.request;
  if (is(mode, "auto")) request.toolChoice = ToolChoice.Auto;
  else if (is(mode, "none")) request.toolChoice = ToolChoice.None;
  else if (is(mode, "required")) request.toolChoice = ToolChoice.Required;
  else return wrongType(where, "auto, none or required");
  if (request.toolChoice != ToolChoice.Required || request.tools.length > 0) return null;
  return new Failure(400, where + ": none of the tools can be offered to this model's providers", where);
}

/** The other tools are kept from the model. */
function readAllowed(tape: Tape, choice: i32, into: ToolTable): Failure | null {
  const list = tape.find(choice, "tools");
  if (!tape.isArray(list)) return wrongType("tool_choice.tools", "a list");
  const allowed: Array<Tool> = [];
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const type = tape.text(tape.find(item, "type"));
    const local = into.findLocal(type);
    if (local !== null) {
      allowed.push(local);
      continue;
    }
    if (!isOffered(type)) {
      into.request.drop("tool_choice.tools");
      continue;
    }
    const tool = into.find(tape.text(tape.find(item, "namespace")), tape.text(tape.find(item, "name")));
    if (tool !== null) allowed.push(tool);
  }
  into.request.tools = allowed;
  return readMode(tape.text(tape.find(choice, "mode")), "tool_choice.mode", into);
}
