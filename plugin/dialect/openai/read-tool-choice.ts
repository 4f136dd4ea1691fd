import { Failure } from "../../exchange/failure";
import { ChatRequest, Tool, ToolChoice } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { hash64, is, length, Span } from "../../wire/span";
import { wrongType } from "../refuse";

/** Behind the tools: `allowed_tools` chooses among them. */
export function readToolChoice(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (tape.isString(value)) {
    const word = tape.bytes(value);
    if (is(word, "none")) into.toolChoice = ToolChoice.None;
    else if (is(word, "auto")) into.toolChoice = ToolChoice.Auto;
    else if (is(word, "required")) into.toolChoice = ToolChoice.Required;
    else return wrongType("tool_choice", "none, auto, required or an object");
    return null;
  }
  const type = tape.text(tape.find(value, "type"));
  if (is(type, "function")) {
    const name = tape.text(tape.find(tape.find(value, "function"), "name"));
    return chooseNamed(name, "tool_choice.function.name", into);
  }
  if (is(type, "allowed_tools")) return readAllowed(tape, tape.find(value, "allowed_tools"), into);
  if (is(type, "custom")) {
    return chooseNamed(tape.text(tape.find(tape.find(value, "custom"), "name")), "tool_choice.custom.name", into);
  }
  return wrongType("tool_choice.type", "function, custom or allowed_tools");
}

/** `function_call` of a request with `functions`. */
export function readFunctionChoice(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  const word = tape.text(value);
  if (is(word, "none")) into.toolChoice = ToolChoice.None;
  else if (is(word, "auto")) into.toolChoice = ToolChoice.Auto;
  else if (tape.isObject(value)) {
    return chooseNamed(tape.text(tape.find(value, "name")), "function_call.name", into);
  } else return wrongType("function_call", "none, auto or an object");
  return null;
}

function chooseNamed(name: Span, path: string, into: ChatRequest): Failure | null {
  if (length(name) == 0) return wrongType(path, "a string");
  into.toolChoice = ToolChoice.Named;
  into.toolName = name;
  return null;
}

/** The other tools are kept from the model, which comes to the same. */
function readAllowed(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  const path = "tool_choice.allowed_tools";
  const mode = tape.text(tape.find(value, "mode"));
  if (is(mode, "auto")) into.toolChoice = ToolChoice.Auto;
  else if (is(mode, "required")) into.toolChoice = ToolChoice.Required;
  else return wrongType(path + ".mode", "auto or required");
  const list = tape.find(value, "tools");
  if (!tape.isArray(list)) return wrongType(path + ".tools", "a list");
  const names = new Set<u64>();
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const custom = tape.find(item, "custom");
    const tool = tape.isObject(custom) ? custom : tape.find(item, "function");
    names.add(hash64(tape.text(tape.find(tool, "name"))));
  }
  const allowed: Array<Tool> = [];
  for (let i = 0; i < into.tools.length; i++) {
    if (names.has(hash64(into.tools[i].name))) allowed.push(into.tools[i]);
  }
  if (allowed.length == 0) return wrongType(path + ".tools", "the name of at least one of the request's tools");
  into.tools = allowed;
  return null;
}
