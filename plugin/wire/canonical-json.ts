import { writeCanonicalNumber } from "./canonical-number";
import { isText } from "./json-string";
import { Kind, NOTHING, Tape } from "./json-tape";
import { closeMembers, memberCount, openMembers, sortedKey } from "./member-order";
import { Packer } from "./packed";
import { is, start } from "./span";

/**
 * Writes a JSON value so that two values are written alike if and only if they mean the same: strings decoded,
 * numbers by value, members by name. But the members of an object called `properties` keep their order: models
 * write the fields of a JSON Schema as it lists them, so there an order is a wish.
 */
export function writeCanonical(tape: Tape, value: i32, into: Packer): void {
  writeValue(tape, value, false, into);
}

/** As `writeCanonical`, of the document's own members but those of that name. */
export function writeCanonicalBut(tape: Tape, names: Array<string>, into: Packer): void {
  const begin = openMembers(tape, tape.root);
  const stop = begin + memberCount(begin);
  for (let place = begin; place < stop; place++) {
    const key = sortedKey(place);
    if (!isAmong(tape, key, names)) writeMember(tape, key, into);
  }
  closeMembers(begin);
}

function isAmong(tape: Tape, key: i32, names: Array<string>): bool {
  for (let i = 0; i < names.length; i++) if (isNamed(tape, key, names[i])) return true;
  return false;
}

function isNamed(tape: Tape, key: i32, name: string): bool {
  return tape.isEscaped(key) ? isText(tape.bytes(key), name) : is(tape.bytes(key), name);
}

function writeMember(tape: Tape, key: i32, into: Packer): void {
  into.string(tape.bytes(key));
  writeValue(tape, key + 1, isNamed(tape, key, "properties"), into);
}

/** As deep as the tape lets documents be: 256 levels. */
function writeValue(tape: Tape, value: i32, inOrder: bool, into: Packer): void {
  const kind = tape.kind(value);
  into.u8(<u8>kind);
  if (kind == Kind.String) into.string(tape.bytes(value));
  else if (kind == Kind.Number) writeNumber(tape, value, into);
  else if (kind == Kind.Array) writeArray(tape, value, into);
  else if (kind == Kind.Object) {
    if (inOrder) writeInOrder(tape, value, into);
    else writeSorted(tape, value, into);
  }
}

function writeNumber(tape: Tape, value: i32, into: Packer): void {
  const before = into.out.size;
  into.u32(0);
  writeCanonicalNumber(tape.bytes(value), into.out);
  store<u32>(start(into.out.bytes) + before, into.out.size - before - 4);
}

function writeArray(tape: Tape, list: i32, into: Packer): void {
  let count: u32 = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) count += 1;
  into.u32(count);
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) writeValue(tape, item, false, into);
}

function writeSorted(tape: Tape, object: i32, into: Packer): void {
  const begin = openMembers(tape, object);
  const stop = begin + memberCount(begin);
  into.u32(stop - begin);
  for (let place = begin; place < stop; place++) writeMember(tape, sortedKey(place), into);
  closeMembers(begin);
}

function writeInOrder(tape: Tape, object: i32, into: Packer): void {
  let count: u32 = 0;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) count += 1;
  into.u32(count);
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) writeMember(tape, key, into);
}
