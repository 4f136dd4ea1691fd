import { Failure } from "../../exchange/failure";
import { ChatRequest, Tool, ToolChoice } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, same, text } from "../../wire/span";
import { readValue } from "../read-values";
import { isSet, refuse, wrongType } from "../refuse";
import { readCacheControl } from "./read-text";
import { isToolSearch, TOOL_SEARCH } from "./read-tool-search";

/**
 * Functions of the client's. The provider's own tools have a `type`; beside functions they are left out, and where they
 * are all there is, the request is refused.
 */
export function readTools(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType("tools", "a list");
  let index = 0;
  let refusal: Failure | null = null;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const where = "tools[" + index.toString() + "]";
    const type = tape.text(tape.find(item, "type"));
    if (isToolSearch(type)) {
      into.drop(TOOL_SEARCH);
    } else if (length(type) > 0 && !is(type, "custom")) {
      into.drop("tools." + text(type));
      refusal = refuse(where);
    } else {
      const failure = readTool(tape, item, where, into);
      if (failure !== null) return failure;
    }
    index += 1;
  }
  return into.tools.length == 0 ? refusal : null;
}

/** A tool that is asked for by name, and is none of the client's: the provider's own, which was left out. */
export function checkToolChoice(request: ChatRequest): Failure | null {
  if (request.toolChoice != ToolChoice.Named || request.tools.length == 0) return null;
  for (let i = 0; i < request.tools.length; i++) if (same(request.tools[i].name, request.toolName)) return null;
  return refuse("tool_choice.name");
}

function readTool(tape: Tape, item: i32, where: string, into: ChatRequest): Failure | null {
  if (!tape.isObject(item)) return wrongType(where, "an object");
  const tool = new Tool();
  for (let key = tape.first(item); key != NOTHING; key = tape.nextKey(item, key)) {
    const value = key + 1;
    const name = tape.bytes(key);
    if (is(name, "name")) tool.name = tape.text(value);
    else if (is(name, "input_schema")) tool.parameters = tape.isObject(value) ? tape.value(value) : ABSENT;
    else if (is(name, "description")) tool.description = tape.text(value);
    else if (is(name, "strict")) tool.strict = readValue(tape, value);
    else if (is(name, "allowed_callers") && isDirect(tape, value)) continue;
    else if (!is(name, "type") && !is(name, "cache_control") && isSet(tape, value)) into.drop("tools." + text(name));
  }
  if (length(tool.name) == 0) return wrongType(where + ".name", "a string that is not empty");
  if (tool.parameters == ABSENT) return wrongType(where + ".input_schema", "a JSON Schema");
  tool.cacheControl = readCacheControl(tape, item);
  into.tools.push(tool);
  return null;
}

/** `allowed_callers: ["direct"]` says what is so anyway. */
function isDirect(tape: Tape, value: i32): bool {
  const caller = tape.isArray(value) ? tape.first(value) : NOTHING;
  return caller != NOTHING && is(tape.text(caller), "direct") && tape.next(value, caller) == NOTHING;
}

export function readToolChoice(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  const type = tape.text(tape.find(value, "type"));
  if (is(type, "auto")) into.toolChoice = ToolChoice.Auto;
  else if (is(type, "any")) into.toolChoice = ToolChoice.Required;
  else if (is(type, "none")) into.toolChoice = ToolChoice.None;
  else if (is(type, "tool")) {
    into.toolChoice = ToolChoice.Named;
    into.toolName = tape.text(tape.find(value, "name"));
    if (length(into.toolName) == 0) return wrongType("tool_choice.name", "the name of a tool");
  } else return wrongType("tool_choice.type", "auto, any, tool or none");
  into.oneToolOnly = tape.isTrue(tape.find(value, "disable_parallel_tool_use"));
  return null;
}
