import { REPLY } from "../fixtures/wire/index.ts";
import type { Answer } from "./ask.ts";

/** The last piece of the provider's answer, as JSON has it in every dialect. */
const LAST_PIECE = REPLY.pieces.at(-1) ?? "";

/** Whether this is all that a provider says that answers as `answers()` of the fixtures does. */
export function isWhole({ status, brokeOff, text }: Omit<Answer, "headers">, stream: boolean): boolean {
  return status === 200 && !brokeOff && text.includes(LAST_PIECE) && (!stream || isEnded(text));
}

/** Whether the stream has its dialect's mark of a whole answer. */
function isEnded(text: string): boolean {
  return (
    text.includes("data: [DONE]") ||
    text.includes("event: message_stop") ||
    text.includes("event: response.completed") ||
    text.includes('"done":true')
  );
}
