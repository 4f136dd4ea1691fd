import { ChatResponse } from "../../exchange/response";
import { Tape } from "../../wire/json-tape";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

/** https://platform.openai.com/docs/api-reference/chat/object; the first choice is the answer. */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const choices = tape.find(tape.root, "choices");
  if (!tape.isArray(choices)) return false;
  const choice = tape.first(choices);
  const message = tape.find(choice, "message");
  if (!tape.isObject(message)) return false;
  into.id = tape.text(tape.find(tape.root, "id"));
  into.model = tape.text(tape.find(tape.root, "model"));
  const content = tape.find(message, "content");
  if (tape.isString(content)) into.texts.push(tape.bytes(content));
  into.stopReason = readStopReason(tape.text(tape.find(choice, "finish_reason")));
  readUsage(tape, tape.find(tape.root, "usage"), into.usage);
  return true;
}
