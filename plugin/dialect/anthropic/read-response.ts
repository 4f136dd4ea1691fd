import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatResponse, StopReason } from "../../exchange/response";
import { escape } from "../../wire/json-string";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, is, length, Span } from "../../wire/span";
import { readStopReason } from "./stop-reason";
import { isJsonTool } from "./structure";
import { readUsage } from "./usage";

/** The text of the answer read last, where it came as the input of a tool. */
const unwrapped = new Output();

/** https://platform.claude.com/docs/en/api/messages/create, the response. */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const root = tape.root;
  const content = tape.find(root, "content");
  if (!tape.isArray(content)) return false;
  unwrapped.clear();
  for (let block = tape.first(content); block != NOTHING; block = tape.next(content, block)) {
    readBlock(tape, block, into.parts);
  }
  into.id = tape.text(tape.find(root, "id"));
  into.model = tape.text(tape.find(root, "model"));
  into.stopReason = readStopReason(tape.text(tape.find(root, "stop_reason")));
  if (unwrapped.size > 0 && into.stopReason == StopReason.ToolUse) into.stopReason = StopReason.End;
  into.stopSequence = tape.text(tape.find(root, "stop_sequence"));
  const explanation = readExplanation(tape, root);
  if (explanation != ABSENT) into.parts.push(new TextPart(explanation, PartKind.Refusal));
  readUsage(tape, tape.find(root, "usage"), into.usage);
  return true;
}

/** Why the model does not answer, in words; ABSENT if it is not told. `holder`: of `stop_details`. */
export function readExplanation(tape: Tape, holder: i32): Span {
  const explanation = tape.text(tape.find(tape.find(holder, "stop_details"), "explanation"));
  return length(explanation) > 0 ? explanation : ABSENT;
}

/** What other dialects do not know, the work of the provider's own tools, is passed over. */
function readBlock(tape: Tape, block: i32, into: Array<Part>): void {
  const type = tape.text(tape.find(block, "type"));
  if (is(type, "text")) {
    const words = tape.text(tape.find(block, "text"));
    if (length(words) > 0) into.push(new TextPart(words));
  } else if (is(type, "thinking")) {
    const part = new ReasoningPart();
    part.text = tape.text(tape.find(block, "thinking"));
    const signature = tape.text(tape.find(block, "signature"));
    if (length(signature) > 0) part.signature = signature;
    into.push(part);
  } else if (is(type, "redacted_thinking")) {
    const part = new ReasoningPart();
    part.encrypted = tape.text(tape.find(block, "data"));
    into.push(part);
  } else if (is(type, "tool_use")) {
    readToolUse(tape, block, into);
  }
}

function readToolUse(tape: Tape, block: i32, into: Array<Part>): void {
  const call = new ToolCallPart();
  call.id = tape.text(tape.find(block, "id"));
  call.name = tape.text(tape.find(block, "name"));
  const input = tape.find(block, "input");
  if (!tape.isNull(input)) call.input = tape.value(input);
  if (!isJsonTool(call.name)) {
    into.push(call);
  } else if (unwrapped.size == 0 && call.input != ABSENT) {
    escape(call.input, unwrapped);
    into.push(new TextPart(unwrapped.bytes));
  }
}
