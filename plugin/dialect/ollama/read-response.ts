import { ChatResponse } from "../../exchange/response";
import { Tape } from "../../wire/json-tape";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

export function readResponse(tape: Tape, into: ChatResponse): bool {
  const message = tape.find(tape.root, "message");
  if (!tape.isObject(message)) return false;
  into.model = tape.text(tape.find(tape.root, "model"));
  const content = tape.find(message, "content");
  if (tape.isString(content)) into.texts.push(tape.bytes(content));
  into.stopReason = readStopReason(tape.text(tape.find(tape.root, "done_reason")));
  readUsage(tape, tape.root, into.usage);
  return true;
}
