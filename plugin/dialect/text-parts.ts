import { Failure } from "../exchange/failure";
import { NOTHING, Tape } from "../wire/json-tape";
import { is, Span, text } from "../wire/span";

/**
 * Content as several dialects write it: a string, or a list of parts of which `{"type": "text"}` is
 * the one that all can say. `null` is no content. `path` names the value in failures.
 */
export function readTextParts(tape: Tape, value: i32, path: string, into: Array<Span>): Failure | null {
  if (tape.isNull(value)) return null;
  if (tape.isString(value)) {
    into.push(tape.bytes(value));
    return null;
  }
  if (!tape.isArray(value)) return new Failure(400, path + ": expected a string or a list of parts", path);
  let index = 0;
  for (let part = tape.first(value); part != NOTHING; part = tape.next(value, part)) {
    const where = path + "[" + index.toString() + "]";
    const type = tape.text(tape.find(part, "type"));
    const words = tape.find(part, "text");
    if (!is(type, "text")) {
      return new Failure(
        400,
        where + ": a part of type '" + text(type) + "' cannot be sent to this model's providers",
        where,
      );
    }
    if (!tape.isString(words)) return new Failure(400, where + ".text: expected a string", where);
    into.push(tape.bytes(words));
    index += 1;
  }
  return null;
}

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
  return tape.isNumber(value) ? tape.bytes(value) : 0;
}
