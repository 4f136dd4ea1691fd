import { TextPart } from "../../../exchange/part";
import { ChatResponse } from "../../../exchange/response";
import { NOTHING, Tape } from "../../../wire/json-tape";
import { ABSENT } from "../../../wire/span";
import { filledText } from "../../openai-platform/filled-text";
import { isGivenUp, readStopReason } from "../stop-reason";
import { readUsage } from "../usage";

/** https://platform.openai.com/docs/api-reference/completions/object; each prompt has choices of its own. */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const choices = tape.find(tape.root, "choices");
  if (!tape.isArray(choices) || !tape.isString(tape.find(tape.first(choices), "text"))) return false;
  const reason = tape.text(tape.find(tape.first(choices), "finish_reason"));
  if (isGivenUp(reason)) return false;
  into.id = filledText(tape, tape.root, "id");
  into.model = filledText(tape, tape.root, "model");
  for (let choice = tape.first(choices); choice != NOTHING; choice = tape.next(choices, choice)) {
    const text = filledText(tape, choice, "text");
    if (text != ABSENT) into.parts.push(new TextPart(text));
  }
  into.stopReason = readStopReason(reason);
  readUsage(tape, tape.find(tape.root, "usage"), into.usage);
  return true;
}
