import { Failure } from "../../exchange/failure";
import { Part, ToolCallPart } from "../../exchange/part";
import { Tape } from "../../wire/json-tape";
import { is, length } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readCacheControl } from "./read-text";

/** A `tool_use` block of the assistant's, as a call. */
export function readToolUse(tape: Tape, block: i32, where: string, into: Array<Part>): Failure | null {
  const id = tape.find(block, "id");
  if (!tape.isString(id)) return wrongType(where + ".id", "a string");
  const name = tape.find(block, "name");
  if (!tape.isString(name)) return wrongType(where + ".name", "a string");
  const input = tape.find(block, "input");
  if (!tape.isObject(input)) return wrongType(where + ".input", "an object");
  // Calls of the provider's own toolsets, or made by its code execution.
  if (isSet(tape, tape.find(block, "toolset_name"))) return refuse(where + ".toolset_name");
  const caller = tape.text(tape.find(tape.find(block, "caller"), "type"));
  if (length(caller) > 0 && !is(caller, "direct")) return refuse(where + ".caller");
  const call = new ToolCallPart();
  call.id = tape.bytes(id);
  call.name = tape.bytes(name);
  call.input = tape.value(input);
  call.cacheControl = readCacheControl(tape, block);
  into.push(call);
  return null;
}
