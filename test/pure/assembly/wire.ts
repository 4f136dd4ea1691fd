/** The bytes of the wire, for tests: JSON, events and lines of a stream, names. AssemblyScript. */
import { Framing, LineFraming } from "../../../plugin/wire/framing";
import { unescape as decode } from "../../../plugin/wire/json-string";
import { Tape } from "../../../plugin/wire/json-tape";
import { Output } from "../../../plugin/wire/output";
import { isInAnyCase as equalsInAnyCase, length, PADDING, span, start, text } from "../../../plugin/wire/span";
import { EventFraming } from "../../../plugin/wire/sse";

const out = new Output();
const tape = new Tape();

export function allocate(size: i32): usize {
  return heap.alloc(<usize>size + PADDING);
}
export function release(at: usize): void {
  heap.free(at);
}
export function resultStart(): usize {
  return start(out.bytes);
}
export function resultLength(): i32 {
  return length(out.bytes);
}

/** -1: accepted; else the byte at which it was refused. */
export function scan(at: usize, size: i32): i32 {
  return tape.scan(span(at, size)) ? -1 : tape.errorAt;
}

export function unescape(at: usize, size: i32): void {
  out.clear();
  decode(span(at, size), out);
}

/** `lower`: ASCII in lower case. */
export function isInAnyCase(at: usize, size: i32, lower: usize, lowerSize: i32): bool {
  return equalsInAnyCase(span(at, size), text(span(lower, lowerSize)));
}

let framing: Framing = new EventFraming();

export function openFraming(lines: bool): void {
  framing = lines ? new LineFraming() : new EventFraming();
}

/** Writes each event behind the last, with a 0x1e behind it. */
export function frame(at: usize, size: i32, atEnd: bool): void {
  out.clear();
  framing.feed(span(at, size));
  while (framing.next(atEnd)) {
    out.raw(framing.data);
    out.byte(0x1e);
  }
}
