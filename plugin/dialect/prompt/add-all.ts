import { Place, Prompt } from "../../exchange/prompt";
import { NOTHING, Tape } from "../../wire/json-tape";
import { length } from "../../wire/span";

export function addText(tape: Tape, text: i32, place: Place, into: Prompt): void {
  into.bytes += length(tape.bytes(text));
  into.add(tape.bytes(text), tape.isEscaped(text), place);
}

/** Notes every string of a value, names of members too: of what a caller or a model has made up. */
export function addAll(tape: Tape, value: i32, place: Place, into: Prompt): void {
  if (tape.isString(value)) {
    addText(tape, value, place, into);
  } else if (tape.isObject(value) || tape.isArray(value)) {
    into.bytes += length(tape.bytes(value));
    addStrings(tape, value, place, into);
  }
}

/** The same, without its size. */
export function addStrings(tape: Tape, value: i32, place: Place, into: Prompt): void {
  if (tape.isString(value)) {
    into.add(tape.bytes(value), tape.isEscaped(value), place);
  } else if (tape.isArray(value)) {
    for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
      addStrings(tape, item, place, into);
    }
  } else if (tape.isObject(value)) {
    for (let key = tape.first(value); key != NOTHING; key = tape.nextKey(value, key)) {
      into.add(tape.bytes(key), tape.isEscaped(key), place);
      addStrings(tape, key + 1, place, into);
    }
  }
}
