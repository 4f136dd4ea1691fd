import { ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatResponse } from "../../exchange/response";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length } from "../../wire/span";
import { AnswerShape } from "./answer-shape";
import { readToolCall } from "./read-tool-call";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

export function readResponse(tape: Tape, shape: AnswerShape, into: ChatResponse): bool {
  const root = tape.root;
  const pieces = shape.pieces(tape);
  if (pieces == NOTHING) return false;
  into.model = tape.text(tape.find(root, "model"));
  const thinking = tape.text(tape.find(pieces, "thinking"));
  if (length(thinking) > 0) {
    const thought = new ReasoningPart();
    thought.text = thinking;
    into.parts.push(thought);
  }
  const words = tape.text(tape.find(pieces, shape.text));
  if (length(words) > 0) into.parts.push(new TextPart(words));
  const callsTools = readToolCalls(tape, tape.find(pieces, "tool_calls"), into);
  const reason = tape.text(tape.find(root, "done_reason"));
  into.stopReason = readStopReason(reason, callsTools);
  into.answersOtherwise = is(reason, "load") || is(reason, "unload");
  const logprobs = tape.find(root, "logprobs");
  if (tape.isArray(logprobs)) into.logprobs = tape.value(logprobs);
  readUsage(tape, root, into.usage);
  return true;
}

/** Whether there are any. */
function readToolCalls(tape: Tape, list: i32, into: ChatResponse): bool {
  if (!tape.isArray(list)) return false;
  let found = false;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const call: ToolCallPart = readToolCall(tape, item);
    if (length(call.name) == 0) continue;
    into.parts.push(call);
    found = true;
  }
  return found;
}
