import { NOTHING, Tape } from "../wire/json-tape";
import { ABSENT, Span } from "../wire/span";

/** Raw strings of a list, or of a single string; false if it is neither. */
export function readStrings(tape: Tape, value: i32, into: Array<Span>): bool {
  if (tape.isString(value)) {
    into.push(tape.bytes(value));
    return true;
  }
  if (!tape.isArray(value)) return tape.isNull(value);
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (!tape.isString(item)) return false;
    into.push(tape.bytes(item));
  }
  return true;
}

/** The value's bytes if it is a number, else ABSENT. */
export function readNumber(tape: Tape, value: i32): Span {
  return tape.isNumber(value) ? tape.bytes(value) : ABSENT;
}

/** The whole value unless it is null or absent. */
export function readValue(tape: Tape, value: i32): Span {
  return tape.isNull(value) ? ABSENT : tape.value(value);
}

/** Whether it is a list of numbers, and not an empty one. */
export function isNumbers(tape: Tape, value: i32): bool {
  if (!tape.isArray(value) || tape.first(value) == NOTHING) return false;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (!tape.isNumber(item)) return false;
  }
  return true;
}
