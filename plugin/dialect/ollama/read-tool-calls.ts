import { Failure } from "../../exchange/failure";
import { Message } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, length } from "../../wire/span";
import { wrongType } from "../refuse";
import { readToolCall } from "./read-tool-call";
import { MAX_WAITING, WaitingCalls } from "./waiting-calls";

/** The calls of a message of the model's. `index`: of the message. */
export function readToolCalls(
  tape: Tape,
  list: i32,
  index: i32,
  message: Message,
  waiting: WaitingCalls,
): Failure | null {
  if (tape.isNull(list)) return null;
  if (!tape.isArray(list)) return wrongType(at(index) + ".tool_calls", "a list");
  let count = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const input = tape.find(tape.find(item, "function"), "arguments");
    const call = readToolCall(tape, item);
    if (length(call.name) == 0) return wrongType(ofCall(index, count) + ".name", "a string");
    if (!tape.isNull(input) && !tape.isObject(input)) {
      return wrongType(ofCall(index, count) + ".arguments", "an object");
    }
    if (!waiting.add(call)) return tooMany(at(index) + ".tool_calls");
    message.parts.push(call);
    count += 1;
  }
  return null;
}

/** Which call a result answers. `index`: of its message. */
export function readAnswered(
  tape: Tape,
  item: i32,
  index: i32,
  message: Message,
  waiting: WaitingCalls,
): Failure | null {
  const name = tape.text(tape.find(item, "tool_name"));
  message.callId = waiting.answered(tape.text(tape.find(item, "tool_call_id")), name);
  if (message.callId != ABSENT) return null;
  const field = at(index) + ".tool_name";
  return new Failure(400, field + ": no tool call before it waits for this result", field);
}

function tooMany(path: string): Failure {
  return new Failure(400, path + ": more than " + MAX_WAITING.toString() + " calls wait for their results", path);
}

function at(index: i32): string {
  return "messages[" + index.toString() + "]";
}

function ofCall(index: i32, count: i32): string {
  return at(index) + ".tool_calls[" + count.toString() + "].function";
}
