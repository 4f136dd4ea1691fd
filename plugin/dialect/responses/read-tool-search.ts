import { Failure } from "../../exchange/failure";
import { TextPart } from "../../exchange/part";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, is, Span } from "../../wire/span";
import { addCall, addResult } from "./assistant-turn";
import { FIELDS } from "./fields";
import { itemPath } from "./place";
import { readTools } from "./read-tools";
import { ToolTable } from "./tool-table";

const SEARCH = new Constant("tool_search");

const said = new Output();

/** Tools that the conversation brings: those that a developer adds in mid-conversation, and those that a search found. */
export function readLoadedTools(tape: Tape, input: i32, into: ToolTable): Failure | null {
  if (!tape.isArray(input)) return null;
  let index = 0;
  for (let item = tape.first(input); item != NOTHING; item = tape.next(input, item)) {
    const type = tape.text(tape.find(item, "type"));
    if (is(type, "additional_tools") || is(type, "tool_search_output")) {
      const failure = readTools(tape, tape.find(item, "tools"), itemPath(index) + ".tools", into);
      if (failure !== null) return failure;
    }
    index += 1;
  }
  return null;
}

/** A search by the client is a call like any other. What the platform found by itself is among the tools. */
export function readSearchCall(tape: Tape, item: i32, tools: ToolTable): void {
  const id = tape.text(tape.find(item, "call_id"));
  const input = tape.find(item, "arguments");
  if (id == ABSENT) return tools.request.drop(FIELDS.messages + ".tool_search_call");
  const name = tools.calledName(ABSENT, SEARCH.bytes);
  if (tape.isString(input)) addCall(id, name, tape.bytes(input), true, tools.request);
  else addCall(id, name, tape.isNull(input) ? ABSENT : tape.value(input), false, tools.request);
}

export function readSearchOutput(tape: Tape, item: i32, tools: ToolTable): void {
  const id = tape.text(tape.find(item, "call_id"));
  if (id == ABSENT) return tools.request.drop(FIELDS.messages + ".tool_search_output");
  said.clear();
  said.ascii("These tools were found, and can be called now:");
  const list = tape.find(item, "tools");
  const count = tape.isArray(list) ? nameTools(tape, list, ABSENT, tools) : 0;
  if (count == 0) {
    said.clear();
    said.ascii("No tools were found.");
  }
  addResult(id, tools.request).parts.push(new TextPart(tools.request.arena.keep(said.bytes)));
}

/** How many were named. */
function nameTools(tape: Tape, list: i32, namespace: Span, tools: ToolTable): i32 {
  let count = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = tape.text(tape.find(item, "name"));
    const inner = tape.find(item, "tools");
    if (namespace == ABSENT && tape.isArray(inner)) {
      count += nameTools(tape, inner, name, tools);
      continue;
    }
    const tool = tools.find(namespace, name);
    if (tool === null) continue;
    said.byte(0x20);
    said.raw(tool.name);
    count += 1;
  }
  return count;
}
