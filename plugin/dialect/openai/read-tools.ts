import { Failure } from "../../exchange/failure";
import { ChatRequest, Tool } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { readValue } from "../read-values";
import { isSet, refuse, wrongType } from "../refuse";
import { describeText, TEXT_SCHEMA } from "../text-input";
import { FUNCTION_FIELDS } from "./fields";
import { readFunctionChoice, readToolChoice } from "./read-tool-choice";

/** `tools` with what belongs to them, or the `functions` of the time before. */
export function readTools(tape: Tape, into: ChatRequest): Failure | null {
  const tools = tape.find(tape.root, "tools");
  const functions = tape.find(tape.root, "functions");
  if (isSet(tape, functions)) {
    if (isSet(tape, tools)) return wrongType("functions", "tools or functions, not both");
    return readFunctions(tape, functions, into);
  }
  if (isSet(tape, tools)) {
    const failure = readList(tape, tools, "tools", into);
    if (failure !== null) return failure;
  }
  if (isSet(tape, tape.find(tape.root, "function_call"))) into.drop("function_call");
  into.oneToolOnly = tape.isFalse(tape.find(tape.root, "parallel_tool_calls"));
  return readToolChoice(tape, tape.find(tape.root, "tool_choice"), into);
}

function readFunctions(tape: Tape, functions: i32, into: ChatRequest): Failure | null {
  into.names = FUNCTION_FIELDS;
  into.oneToolOnly = true;
  const failure = readList(tape, functions, "functions", into);
  if (failure !== null) return failure;
  if (isSet(tape, tape.find(tape.root, "tool_choice"))) into.drop("tool_choice");
  return readFunctionChoice(tape, tape.find(tape.root, "function_call"), into);
}

function readList(tape: Tape, list: i32, field: string, into: ChatRequest): Failure | null {
  if (!tape.isArray(list)) return wrongType(field, "a list");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const failure = readTool(tape, item, field, index, into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

/** A tool names its type and holds the function; a member of `functions` is the function itself. */
function readTool(tape: Tape, item: i32, field: string, index: i32, into: ChatRequest): Failure | null {
  const where = field + "[" + index.toString() + "]";
  if (!tape.isObject(item)) return wrongType(where, "an object");
  const isTool = field == "tools";
  if (isTool) {
    const type = tape.text(tape.find(item, "type"));
    if (type == ABSENT) return wrongType(where + ".type", "function");
    if (is(type, "custom")) return readCustom(tape, tape.find(item, "custom"), where, into);
    if (!is(type, "function")) return refuse(where);
  }
  const definition = isTool ? tape.find(item, "function") : item;
  const path = isTool ? where + ".function" : where;
  const tool = new Tool();
  tool.name = tape.text(tape.find(definition, "name"));
  if (length(tool.name) == 0) return wrongType(path + ".name", "a string");
  tool.description = filledText(tape, definition, "description");
  const parameters = tape.find(definition, "parameters");
  if (!tape.isNull(parameters) && !tape.isObject(parameters)) return wrongType(path + ".parameters", "an object");
  tool.parameters = readValue(tape, parameters);
  tool.strict = readValue(tape, tape.find(definition, "strict"));
  tool.cacheControl = readValue(tape, tape.find(item, "cache_control"));
  into.tools.push(tool);
  return null;
}

/** A tool that takes a text: https://platform.openai.com/docs/guides/function-calling#custom-tools */
function readCustom(tape: Tape, custom: i32, where: string, into: ChatRequest): Failure | null {
  const tool = new Tool();
  tool.isText = true;
  tool.name = tape.text(tape.find(custom, "name"));
  if (length(tool.name) == 0) return wrongType(where + ".custom.name", "a string");
  tool.parameters = TEXT_SCHEMA;
  const grammar = tape.find(tape.find(custom, "format"), "grammar");
  const definition = filledText(tape, grammar, "definition");
  const description = filledText(tape, custom, "description");
  tool.description = describeText(description, filledText(tape, grammar, "syntax"), definition, into.arena);
  if (definition != ABSENT) into.approximate("tools.custom.format");
  into.tools.push(tool);
  return null;
}
