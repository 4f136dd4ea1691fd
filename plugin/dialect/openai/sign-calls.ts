import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { forceMember } from "../force-member";
import { signatureOf, UNSIGNED } from "./google-signature";

const PLACEHOLDER = new Constant('{"google":{"thought_signature":"' + UNSIGNED + '"}}');

/**
 * Gives the calls that Google would refuse its own word for that: the first of each message behind the last of the user's.
 * Of earlier turns it asks for no signature.
 */
export function signCalls(tape: Tape, into: Splices): void {
  const list = tape.find(tape.root, "messages");
  if (!tape.isArray(list)) return;
  for (let message = beginOfTurn(tape, list); message != NOTHING; message = tape.next(list, message)) {
    if (!is(tape.text(tape.find(message, "role")), "assistant")) continue;
    const calls = tape.find(message, "tool_calls");
    const first = tape.isArray(calls) ? tape.first(calls) : NOTHING;
    if (first == NOTHING || !tape.isObject(first) || signatureOf(tape, first) != ABSENT) continue;
    forceMember(tape, first, "extra_content", PLACEHOLDER.bytes, into);
  }
}

/** The last message of the user's, or where there is none the first one. */
function beginOfTurn(tape: Tape, list: i32): i32 {
  let begin = tape.first(list);
  for (let message = begin; message != NOTHING; message = tape.next(list, message)) {
    if (is(tape.text(tape.find(message, "role")), "user")) begin = message;
  }
  return begin;
}
