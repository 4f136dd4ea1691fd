import { unescape } from "./json-string";
import { NOTHING, Tape } from "./json-tape";
import { Output } from "./output";
import { length, Span, start } from "./span";

/** The keys of the objects that are being walked, inner ones behind outer ones, and room to sort in: indices of a tape. */
let room: usize = 0;
let capacity: i32 = 0;
let used: i32 = 0;

const one = new Output();
const other = new Output();

function slot(index: i32): usize {
  return room + ((<usize>index) << 2);
}

function reserve(count: i32): void {
  if (used + count <= capacity) return;
  const wanted = max(used + count, capacity * 2);
  const grown = heap.alloc((<usize>wanted) << 2);
  memory.copy(grown, room, (<usize>used) << 2);
  if (room != 0) heap.free(room);
  room = grown;
  capacity = wanted;
}

/**
 * Sorts an object's keys by the bytes of their text; those of one name stay in their order. Where they lie,
 * for `sortedKey`; `closeMembers` is the caller's duty. n log n for hostile objects too.
 */
export function openMembers(tape: Tape, object: i32): i32 {
  const begin = used;
  let count = 0;
  for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
    reserve(1);
    store<i32>(slot(used), key);
    used += 1;
    count += 1;
  }
  reserve(count);
  let from = begin;
  let to = begin + count;
  for (let width = 1; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      merge(tape, from + low, from + min(low + width, count), from + min(low + 2 * width, count), to + low);
    }
    const turned = from;
    from = to;
    to = turned;
  }
  if (from != begin) memory.copy(slot(begin), slot(from), (<usize>count) << 2);
  return begin;
}

/** The key at that place; `place` counts from what `openMembers` gave. */
export function sortedKey(place: i32): i32 {
  return load<i32>(slot(place));
}

/** How many keys the object has that was opened last. */
export function memberCount(begin: i32): i32 {
  return used - begin;
}

export function closeMembers(begin: i32): void {
  used = begin;
}

function merge(tape: Tape, left: i32, middle: i32, stop: i32, into: i32): void {
  let right = middle;
  for (let place = into; left < middle || right < stop; place++) {
    const takesLeft = right >= stop || (left < middle && isInOrder(tape, sortedKey(left), sortedKey(right)));
    store<i32>(slot(place), takesLeft ? sortedKey(left++) : sortedKey(right++));
  }
}

function isInOrder(tape: Tape, key: i32, next: i32): bool {
  const a = nameOf(tape, key, one);
  const b = nameOf(tape, next, other);
  const difference = memory.compare(start(a), start(b), min(length(a), length(b)));
  return difference != 0 ? difference < 0 : length(a) <= length(b);
}

function nameOf(tape: Tape, key: i32, scratch: Output): Span {
  const raw = tape.bytes(key);
  if (!tape.isEscaped(key)) return raw;
  scratch.clear();
  unescape(raw, scratch);
  return scratch.bytes;
}
