import { Part, PartKind, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatResponse } from "../../exchange/response";
import { Arena } from "../../wire/arena";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { isOwnItem } from "./own-item";
import { readReasoning } from "./read-reasoning";
import { completeReason, readIncomplete } from "./stop-reason";
import { readUsage } from "./usage";

/** Thoughts of several paragraphs, joined; until the next response. */
const joined = new Arena();

/**
 * https://platform.openai.com/docs/api-reference/responses/object
 * One that failed, or is not done, is no answer; what the platform's own tools did is left out.
 */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const root = tape.root;
  const output = tape.find(root, "output");
  const status = tape.text(tape.find(root, "status"));
  const isIncomplete = is(status, "incomplete");
  if (!tape.isArray(output) || !(isIncomplete || is(status, "completed") || status == ABSENT)) return false;
  joined.free();
  into.id = tape.text(tape.find(root, "id"));
  into.model = tape.text(tape.find(root, "model"));
  for (let item = tape.first(output); item != NOTHING; item = tape.next(output, item)) readItem(tape, item, into);
  into.stopReason = isIncomplete
    ? readIncomplete(tape, root)
    : completeReason(has(into.parts, PartKind.ToolCall), has(into.parts, PartKind.Refusal));
  readUsage(tape, tape.find(root, "usage"), into.usage);
  return true;
}

function has(parts: Array<Part>, kind: PartKind): bool {
  for (let i = 0; i < parts.length; i++) if (parts[i].kind == kind) return true;
  return false;
}

function readItem(tape: Tape, item: i32, into: ChatResponse): void {
  const type = tape.text(tape.find(item, "type"));
  if (is(type, "message")) {
    const content = tape.find(item, "content");
    if (!tape.isArray(content)) return;
    for (let part = tape.first(content); part != NOTHING; part = tape.next(content, part)) {
      readContent(tape, part, into);
    }
  } else if (is(type, "function_call")) {
    const call = new ToolCallPart();
    call.id = tape.text(tape.find(item, "call_id"));
    call.name = tape.text(tape.find(item, "name"));
    call.input = tape.text(tape.find(item, "arguments"));
    call.inputIsText = true;
    into.parts.push(call);
  } else if (is(type, "reasoning")) {
    const reasoning = readReasoning(tape, item, joined);
    if (reasoning !== null) into.parts.push(reasoning);
  } else if (isOwnItem(type)) {
    into.answersOtherwise = true;
  }
}

function readContent(tape: Tape, part: i32, into: ChatResponse): void {
  const isRefusal = is(tape.text(tape.find(part, "type")), "refusal");
  const text = tape.text(tape.find(part, isRefusal ? "refusal" : "text"));
  if (text == ABSENT) return;
  into.parts.push(new TextPart(text, isRefusal ? PartKind.Refusal : PartKind.Text));
  const logprobs = tape.find(part, "logprobs");
  if (into.logprobs == ABSENT && tape.isArray(logprobs) && tape.first(logprobs) != NOTHING) {
    into.logprobs = tape.value(logprobs);
  }
}
