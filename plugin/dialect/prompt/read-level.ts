import { Place, Prompt } from "../../exchange/prompt";
import { unescape } from "../../wire/json-string";
import { Kind, NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { is, isInAnyCase, length, Span, startsWith } from "../../wire/span";
import { isSet } from "../refuse";
import { addAll, addText } from "./add-all";
import { addSchema } from "./add-schema";
import { Level, Mark, SCHEMA, UNKNOWN } from "./level";

const scratch = new Output();

/** A string's text, valid until the next call. */
function textOf(tape: Tape, index: i32): Span {
  if (!tape.isEscaped(index)) return tape.bytes(index);
  scratch.clear();
  unescape(tape.bytes(index), scratch);
  return scratch.bytes;
}

/** Notes all that an object shows to the model. As deep as JSON may be: 256 levels. `place`: of its texts. */
export function readLevel(tape: Tape, object: i32, level: Level, place: Place, into: Prompt): void {
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    const value = key + 1;
    const member = level.find(textOf(tape, key));
    if (member == UNKNOWN) {
      addAll(tape, value, place, into);
    } else if (level.isHidden(member)) {
      const type = level.typeThatHides(member);
      if (type.length > 0 && !isOnlyOfType(tape, object, type)) addAll(tape, value, place, into);
    } else if (isShown(tape, value, level.prefixThatShows(member))) {
      const inner = <Place>level.place(member, place);
      readMember(tape, value, level.level(member), level.mark(member), inner, into);
    }
  }
}

function isShown(tape: Tape, value: i32, prefix: string): bool {
  return prefix.length == 0 || startsWith(textOf(tape, value), prefix);
}

function readMember(tape: Tape, value: i32, level: Level, mark: Mark, place: Place, into: Prompt): void {
  if (mark == Mark.Messages) into.messages += entries(tape, value);
  else if (mark == Mark.Tools && isSet(tape, value)) into.hasTools = true;
  else if (mark == Mark.Schema) {
    if (!tape.isObject(value)) return;
    into.hasSchema = true;
  } else if (mark == Mark.Images) {
    const pictures = entries(tape, value);
    into.media += pictures;
    if (pictures > 0) into.hasImages = true;
    return;
  }
  if (level === SCHEMA) addSchema(tape, value, place, into);
  else if (tape.isString(value)) addText(tape, value, place, into);
  else if (tape.isObject(value)) readObject(tape, value, level, place, into);
  else if (tape.isArray(value)) {
    for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
      // An item that says who speaks nowhere is a call, or its result.
      if (tape.isObject(item)) readObject(tape, item, level, level.hasRole ? Place.Other : place, into);
      else addAll(tape, item, place, into);
    }
  }
}

function readObject(tape: Tape, object: i32, level: Level, place: Place, into: Prompt): void {
  let inner = place;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    if (level.hasRole && isNamed(tape, key, "role")) inner = placeOf(textOf(tape, key + 1));
    else if (isNamed(tape, key, "type") && noteType(textOf(tape, key + 1), level, into)) inner = Place.Other;
  }
  readLevel(tape, object, level, inner, into);
}

/** Whether it is a member with a text, of that name. */
function isNamed(tape: Tape, key: i32, name: string): bool {
  return tape.isString(key + 1) && isInAnyCase(textOf(tape, key), name);
}

function placeOf(role: Span): Place {
  if (isInAnyCase(role, "user")) return Place.User;
  return isInAnyCase(role, "system") || isInAnyCase(role, "developer") ? Place.System : Place.Other;
}

/** Whether an object of that type is not the word of the message's author. */
function noteType(type: Span, level: Level, into: Prompt): bool {
  if (length(type) == 0) return false;
  const isImage = is(type, level.imageType);
  if (isImage) into.hasImages = true;
  if (isImage || is(type, level.documentType)) into.media += 1;
  if (is(type, level.schemaType)) into.hasSchema = true;
  return is(type, level.resultType);
}

/** How many entries a conversation has; a list of tokens is one, as a text is. */
function entries(tape: Tape, value: i32): i32 {
  if (tape.isNull(value)) return 0;
  if (!tape.isArray(value)) return 1;
  let count = 0;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (tape.kind(item) == Kind.Number) return 1;
    count += 1;
  }
  return count;
}

/** Whether it has a `type`, and no other one beside it that another parser might take. */
function isOnlyOfType(tape: Tape, object: i32, type: string): bool {
  let found = false;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    if (!isNamed(tape, key, "type")) continue;
    if (!is(textOf(tape, key + 1), type)) return false;
    found = true;
  }
  return found;
}
