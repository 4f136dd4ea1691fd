import { Failure } from "../../exchange/failure";
import { Tool } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span, text } from "../../wire/span";
import { readValue } from "../read-values";
import { wrongType } from "../refuse";
import { describeText, TEXT_SCHEMA } from "../text-input";
import { describeLocal, formOfTool } from "./local-tools";
import { OwnTool, ToolForm } from "./own-tool";
import { ToolTable } from "./tool-table";
import { dropUnknown } from "./unknown-members";

const OF_FUNCTION: StaticArray<string> = ["type", "name", "description", "parameters", "strict"];
const OF_CUSTOM: StaticArray<string> = ["type", "name", "description", "format"];
const OF_NAMESPACE: StaticArray<string> = ["type", "name", "tools"];
const OF_SEARCH: StaticArray<string> = ["type", "execution", "description", "parameters"];
const OF_LOCAL: StaticArray<string> = ["type", "environment"];
const OF_ENVIRONMENT: StaticArray<string> = ["type"];

/** `where`: the list's path, for a failure. */
export function readTools(tape: Tape, list: i32, where: string, into: ToolTable): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType(where, "a list");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const failure = readTool(tape, item, ABSENT, item, where + "[" + index.toString() + "]", into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

/**
 * `whole`: the definition that holds it. What only the platform itself can run is left out: agents offer it
 * whatever the model, and work on without it.
 */
function readTool(tape: Tape, item: i32, namespace: Span, whole: i32, where: string, into: ToolTable): Failure | null {
  if (!tape.isObject(item)) return wrongType(where, "an object");
  const type = tape.text(tape.find(item, "type"));
  if (length(type) == 0) return wrongType(where + ".type", "a tool's type");
  if (is(type, "namespace") && namespace == ABSENT) return readNamespace(tape, item, where, into);
  const isCustom = is(type, "custom");
  const isSearch = is(type, "tool_search") && is(tape.text(tape.find(item, "execution")), "client");
  const form = formOfTool(tape, item, type);
  if (form != ToolForm.Call) return readLocal(tape, item, type, form, into);
  if (!is(type, "function") && !isCustom && !isSearch) {
    into.request.drop("tools." + text(type));
    into.request.reachesOut = true;
    return null;
  }
  const tool = new OwnTool();
  tool.namespace = namespace;
  tool.ownName = isSearch ? type : tape.text(tape.find(item, "name"));
  if (length(tool.ownName) == 0) return wrongType(where + ".name", "the tool's name");
  tool.definition = tape.value(whole);
  tool.description = tape.text(tape.find(item, "description"));
  if (isCustom) readCustom(tape, item, tool, into);
  else readFunction(tape, item, tool);
  if (isSearch) tool.form = ToolForm.Search;
  dropUnknown(tape, item, isSearch ? OF_SEARCH : isCustom ? OF_CUSTOM : OF_FUNCTION, "tools", into.request);
  into.add(tool);
  return null;
}

/** A tool that the platform has defined, and the client runs. */
function readLocal(tape: Tape, item: i32, type: Span, form: ToolForm, into: ToolTable): Failure | null {
  const tool = new OwnTool();
  tool.form = form;
  tool.ownName = type;
  tool.definition = tape.value(item);
  describeLocal(tool);
  dropUnknown(tape, item, OF_LOCAL, "tools", into.request);
  const environment = tape.find(item, "environment");
  if (tape.isObject(environment)) {
    dropUnknown(tape, environment, OF_ENVIRONMENT, "tools.environment", into.request);
  }
  into.add(tool);
  return null;
}

function readFunction(tape: Tape, item: i32, into: Tool): void {
  into.parameters = readValue(tape, tape.find(item, "parameters"));
  into.strict = readValue(tape, tape.find(item, "strict"));
}

/** No other dialect holds a text to a grammar: the model is told of it. */
function readCustom(tape: Tape, item: i32, tool: OwnTool, into: ToolTable): void {
  const format = tape.find(item, "format");
  const syntax = tape.text(tape.find(format, "syntax"));
  const grammar = tape.text(tape.find(format, "definition"));
  tool.isText = true;
  tool.parameters = TEXT_SCHEMA;
  tool.description = describeText(tool.description, syntax, grammar, into.request.arena);
  if (length(grammar) > 0) into.request.approximate("tools.format");
}

function readNamespace(tape: Tape, item: i32, where: string, into: ToolTable): Failure | null {
  const name = tape.text(tape.find(item, "name"));
  if (length(name) == 0) return wrongType(where + ".name", "the namespace's name");
  dropUnknown(tape, item, OF_NAMESPACE, "tools", into.request);
  const list = tape.find(item, "tools");
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType(where + ".tools", "a list");
  let index = 0;
  for (let tool = tape.first(list); tool != NOTHING; tool = tape.next(list, tool)) {
    const failure = readTool(tape, tool, name, item, where + ".tools[" + index.toString() + "]", into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}
