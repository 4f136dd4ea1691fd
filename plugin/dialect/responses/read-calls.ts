import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { isSet, wrongType } from "../refuse";
import { textArguments } from "../text-input";
import { addCall, addResult } from "./assistant-turn";
import { FIELDS } from "./fields";
import { itemPath } from "./place";
import { readParts } from "./read-parts";
import { ToolTable } from "./tool-table";
import { dropUnknown } from "./unknown-members";

/** `id`, `status` and `created_by` are the platform's own notes on an item. */
const OF_CALL: StaticArray<string> = [
  "type",
  "call_id",
  "name",
  "namespace",
  "arguments",
  "input",
  "caller",
  "id",
  "status",
  "created_by",
];
const OF_OUTPUT: StaticArray<string> = ["type", "call_id", "name", "output", "caller", "id", "status", "created_by"];

export function readCall(tape: Tape, item: i32, index: i32, tools: ToolTable): Failure | null {
  return readInputIn("arguments", false, tape, item, index, tools);
}

export function readCustomCall(tape: Tape, item: i32, index: i32, tools: ToolTable): Failure | null {
  return readInputIn("input", true, tape, item, index, tools);
}

/** `isText`: the field holds any text, which becomes the one argument of a function. */
function readInputIn(field: string, isText: bool, tape: Tape, item: i32, index: i32, tools: ToolTable): Failure | null {
  const input = tape.text(tape.find(item, field));
  if (input == ABSENT) return wrongType(itemPath(index) + "." + field, "a string");
  const id = tape.text(tape.find(item, "call_id"));
  if (id == ABSENT) return wrongType(itemPath(index) + ".call_id", "a string");
  const name = tape.text(tape.find(item, "name"));
  if (name == ABSENT) return wrongType(itemPath(index) + ".name", "a string");
  noteRest(tape, item, OF_CALL, tools.request);
  const json = isText ? textArguments(input, tools.request.arena) : input;
  addCall(id, tools.calledName(tape.text(tape.find(item, "namespace")), name), json, !isText, tools.request);
  return null;
}

/** Of a function, or of a custom tool. */
export function readOutput(tape: Tape, item: i32, index: i32, into: ChatRequest): Failure | null {
  const id = tape.text(tape.find(item, "call_id"));
  if (id == ABSENT) return wrongType(itemPath(index) + ".call_id", "a string");
  noteRest(tape, item, OF_OUTPUT, into);
  return readParts(tape, tape.find(item, "output"), index, "output", addResult(id, into), into);
}

/** A call by a program that the platform runs is told as the model's own. */
function noteRest(tape: Tape, item: i32, known: StaticArray<string>, into: ChatRequest): void {
  dropUnknown(tape, item, known, FIELDS.messages, into);
  const caller = tape.find(item, "caller");
  if (isSet(tape, caller) && !is(tape.text(tape.find(caller, "type")), "direct"))
    into.drop(FIELDS.messages + ".caller");
}
