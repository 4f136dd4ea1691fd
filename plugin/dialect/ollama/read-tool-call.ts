import { ToolCallPart } from "../../exchange/part";
import { Tape } from "../../wire/json-tape";
import { ABSENT, length } from "../../wire/span";

/** `{"id": …, "function": {"name": …, "arguments": {…}}}`. Ids came with 0.12.10: older servers and clients have none. */
export function readToolCall(tape: Tape, item: i32): ToolCallPart {
  const call = new ToolCallPart();
  const id = tape.text(tape.find(item, "id"));
  if (length(id) > 0) call.id = id;
  const wish = tape.find(item, "function");
  call.name = tape.text(tape.find(wish, "name"));
  const input = tape.find(wish, "arguments");
  call.input = tape.isObject(input) ? tape.value(input) : ABSENT;
  return call;
}
