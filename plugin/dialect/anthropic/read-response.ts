import { ChatResponse } from "../../exchange/response";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is } from "../../wire/span";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

/** https://docs.claude.com/en/api/messages, the response */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const content = tape.find(tape.root, "content");
  if (!tape.isArray(content)) return false;
  for (let block = tape.first(content); block != NOTHING; block = tape.next(content, block)) {
    const words = tape.find(block, "text");
    if (is(tape.text(tape.find(block, "type")), "text") && tape.isString(words)) into.texts.push(tape.bytes(words));
  }
  into.id = tape.text(tape.find(tape.root, "id"));
  into.model = tape.text(tape.find(tape.root, "model"));
  into.stopReason = readStopReason(tape.text(tape.find(tape.root, "stop_reason")));
  readUsage(tape, tape.find(tape.root, "usage"), into.usage);
  return true;
}
