import { Place, Prompt } from "../../exchange/prompt";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span } from "../../wire/span";
import { addStrings, addText } from "./add-all";

/** https://json-schema.org/understanding-json-schema/keywords: of a schema's own words, those in use in tools. */
const KEYWORDS: StaticArray<string> = [
  "type",
  "properties",
  "description",
  "required",
  "items",
  "enum",
  "additionalProperties",
  "title",
  "format",
  "default",
  "$ref",
  "$defs",
  "$schema",
  "$id",
  "definitions",
  "anyOf",
  "oneOf",
  "allOf",
  "not",
  "const",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
  "prefixItems",
  "minProperties",
  "maxProperties",
  "patternProperties",
  "propertyNames",
  "nullable",
  "examples",
];
const TYPES: StaticArray<string> = ["object", "string", "array", "number", "integer", "boolean", "null"];

/**
 * Notes what a schema names and describes. Its own words stand in every request that has tools, and
 * would set off each rule that looks for one of them.
 */
export function addSchema(tape: Tape, schema: i32, place: Place, into: Prompt): void {
  if (tape.isString(schema)) return addText(tape, schema, place, into);
  into.bytes += length(tape.bytes(schema));
  addPart(tape, schema, place, into);
}

function addPart(tape: Tape, part: i32, place: Place, into: Prompt): void {
  if (tape.isString(part)) {
    into.add(tape.bytes(part), tape.isEscaped(part), place);
  } else if (tape.isArray(part)) {
    for (let item = tape.first(part); item != NOTHING; item = tape.next(part, item)) addPart(tape, item, place, into);
  } else if (tape.isObject(part)) {
    for (let key = tape.first(part); key != NOTHING; key = tape.nextKey(part, key)) addMember(tape, key, place, into);
  }
}

function addMember(tape: Tape, key: i32, place: Place, into: Prompt): void {
  const name = tape.bytes(key);
  const value = key + 1;
  if (!isAmong(name, KEYWORDS)) into.add(name, tape.isEscaped(key), place);
  if (is(name, "type")) addTypes(tape, value, place, into);
  else if (is(name, "enum") || is(name, "const") || is(name, "default") || is(name, "examples")) {
    addStrings(tape, value, place, into);
  } else if (is(name, "properties") || is(name, "$defs") || is(name, "definitions")) {
    addNamed(tape, value, place, into);
  } else addPart(tape, value, place, into);
}

/** Schemas by name, which may be one of a schema's own words. */
function addNamed(tape: Tape, object: i32, place: Place, into: Prompt): void {
  if (!tape.isObject(object)) return addPart(tape, object, place, into);
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    into.add(tape.bytes(key), tape.isEscaped(key), place);
    addPart(tape, key + 1, place, into);
  }
}

function addTypes(tape: Tape, value: i32, place: Place, into: Prompt): void {
  if (tape.isString(value)) {
    if (!isAmong(tape.bytes(value), TYPES)) addPart(tape, value, place, into);
  } else if (tape.isArray(value)) {
    for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
      if (!tape.isString(item) || !isAmong(tape.bytes(item), TYPES)) addPart(tape, item, place, into);
    }
  } else addPart(tape, value, place, into);
}

function isAmong(name: Span, words: StaticArray<string>): bool {
  for (let i = 0; i < words.length; i++) if (is(name, words[i])) return true;
  return false;
}
