import { ChatRequest } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, text } from "../../wire/span";
import { isSet } from "../refuse";

/** Notes the members that are set and that nothing reads. `known`: the others; `list`: for the path. */
export function dropUnknown(
  tape: Tape,
  object: i32,
  known: StaticArray<string>,
  list: string,
  into: ChatRequest,
): void {
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    const name = tape.bytes(key);
    let isKnown: bool = false;
    for (let i = 0; i < known.length && !isKnown; i++) isKnown = is(name, known[i]);
    if (!isKnown && isSet(tape, key + 1)) into.drop(list + "." + text(name));
  }
}
