import { Splices } from "../exchange/splices";
import { Constant } from "../wire/constant";
import { readFloat } from "../wire/json-float";
import { isText } from "../wire/json-string";
import { NOTHING, Tape } from "../wire/json-tape";
import { is, isInAnyCase, Span, span, start, text } from "../wire/span";

/**
 * Holds every member of that name at `limit`; a provider that is written in Go takes them in any case, and
 * the last. False: none has a value, so that there is no limit.
 */
export function capMember(tape: Tape, object: i32, name: string, limit: Span, into: Splices): bool {
  let isGiven = false;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    if (!isLike(tape, key, name) || tape.isNull(key + 1)) continue;
    if (isExactly(tape, key, name)) isGiven = true;
    if (!isWithin(tape, key + 1, limit)) into.put(tape.value(key + 1), limit);
  }
  return isGiven;
}

/** A limit below 0 is none, to Ollama. */
function isWithin(tape: Tape, value: i32, limit: Span): bool {
  if (!tape.isNumber(value)) return false;
  const given = readFloat(tape.bytes(value));
  return given >= 0 && given <= readFloat(limit);
}

/** Gives every member of that name the value, and the object such a member if it has none. */
export function forceMember(tape: Tape, object: i32, name: string, value: Span, into: Splices): void {
  let isGiven = false;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    if (!isLike(tape, key, name)) continue;
    if (isExactly(tape, key, name)) isGiven = true;
    into.put(tape.value(key + 1), value);
  }
  if (!isGiven) insertMember(tape, object, member(name, value), into);
}

/** Gives the object a member that is not there, or is null. */
export function addMember(tape: Tape, object: i32, name: string, value: Span, into: Splices): void {
  const given = tape.find(object, name);
  if (given != NOTHING) into.put(tape.value(given), value);
  else insertMember(tape, object, member(name, value), into);
}

export function member(name: string, value: Span): string {
  return '"' + name + '":' + text(value);
}

/** `members`: as they stand in JSON. They live as long as this callback. */
export function insertMember(tape: Tape, object: i32, members: string, into: Splices): void {
  const isEmpty = tape.first(object) == NOTHING;
  into.put(span(start(tape.value(object)) + 1, 0), new Constant(isEmpty ? members : members + ",").bytes);
}

function isLike(tape: Tape, key: i32, name: string): bool {
  return tape.isEscaped(key) ? isText(tape.bytes(key), name) : isInAnyCase(tape.bytes(key), name);
}

function isExactly(tape: Tape, key: i32, name: string): bool {
  return tape.isEscaped(key) || is(tape.bytes(key), name);
}
