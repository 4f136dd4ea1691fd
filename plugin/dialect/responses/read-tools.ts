import { Failure } from "../../exchange/failure";
import { ChatRequest, Tool, ToolChoice } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span, same } from "../../wire/span";
import { readValue } from "../read-values";
import { refuse, wrongType } from "../refuse";
import { dropUnknown } from "./unknown-members";

const KNOWN: StaticArray<string> = ["type", "name", "description", "parameters", "strict"];

export function readTools(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType("tools", "a list");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!tape.isObject(item)) return wrongType("tools[" + index.toString() + "]", "an object");
    if (!is(tape.text(tape.find(item, "type")), "function")) return refuse("tools[" + index.toString() + "]");
    const tool = new Tool();
    tool.name = tape.text(tape.find(item, "name"));
    if (length(tool.name) == 0) return wrongType("tools[" + index.toString() + "].name", "the function's name");
    tool.description = tape.text(tape.find(item, "description"));
    tool.parameters = readValue(tape, tape.find(item, "parameters"));
    tool.strict = readValue(tape, tape.find(item, "strict"));
    dropUnknown(tape, item, KNOWN, "tools", into);
    into.tools.push(tool);
    index += 1;
  }
  return null;
}

/** Needs the tools, since one form allows but some of them. */
export function readToolChoice(tape: Tape, choice: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(choice)) return null;
  if (tape.isString(choice)) return readMode(tape.bytes(choice), "tool_choice", into);
  if (!tape.isObject(choice)) return wrongType("tool_choice", "a string or an object");
  const type = tape.text(tape.find(choice, "type"));
  if (is(type, "allowed_tools")) return readAllowed(tape, choice, into);
  if (!is(type, "function")) return refuse("tool_choice");
  into.toolChoice = ToolChoice.Named;
  into.toolName = tape.text(tape.find(choice, "name"));
  return length(into.toolName) > 0 ? null : wrongType("tool_choice.name", "the function's name");
}

function readMode(mode: Span, where: string, into: ChatRequest): Failure | null {
  if (is(mode, "auto")) into.toolChoice = ToolChoice.Auto;
  else if (is(mode, "none")) into.toolChoice = ToolChoice.None;
  else if (is(mode, "required")) into.toolChoice = ToolChoice.Required;
  else return wrongType(where, "auto, none or required");
  return null;
}

function readAllowed(tape: Tape, choice: i32, into: ChatRequest): Failure | null {
  const list = tape.find(choice, "tools");
  if (!tape.isArray(list)) return wrongType("tool_choice.tools", "a list");
  const allowed: Array<Tool> = [];
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (!is(tape.text(tape.find(item, "type")), "function")) {
      return refuse("tool_choice.tools[" + index.toString() + "]");
    }
    const name = tape.text(tape.find(item, "name"));
    for (let i = 0; i < into.tools.length; i++) {
      if (same(into.tools[i].name, name)) allowed.push(into.tools[i]);
    }
    index += 1;
  }
  into.tools = allowed;
  return readMode(tape.text(tape.find(choice, "mode")), "tool_choice.mode", into);
}
