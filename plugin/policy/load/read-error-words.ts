import { NOTHING, Tape } from "../../wire/json-tape";
import { text } from "../../wire/span";
import { ErrorWords, WORDED } from "../failure/error-words";
import { FAILURES } from "../failure/table";
import { Policy } from "../policy";
import { decoded } from "./decoded";

/** Of a policy's provider: `errorWordsSchema` in contract/error-words.ts; null: it has none. */
export function readErrorWords(tape: Tape, value: i32, policy: Policy): ErrorWords | null {
  if (!tape.isObject(value)) return null;
  const words = new ErrorWords();
  for (let i = 0; i < WORDED.length; i++) {
    const list = tape.find(value, FAILURES[WORDED[i]].name);
    if (!tape.isArray(list)) continue;
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
      if (tape.isString(item)) words.add(i, text(decoded(tape, item, policy)));
    }
  }
  return words;
}
