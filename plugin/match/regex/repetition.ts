import { MAX_REPETITIONS } from "./limits";
import { Node } from "./node";
import { PatternReader } from "./pattern-reader";

/** Whether the next character is a repetition's first. */
export function isRepetition(next: u8): bool {
  return next == 0x2a || next == 0x2b || next == 0x3f || next == 0x7b;
}

/** Reads `*`, `+`, `?` or braces into the node's `min` and `max`. */
export function readRepetition(reader: PatternReader, node: Node): void {
  const mark = reader.offset;
  node.max = -1;
  if (reader.take(0x2a)) return;
  if (reader.take(0x2b)) {
    node.min = 1;
    return;
  }
  if (reader.take(0x3f)) {
    node.max = 1;
    return;
  }
  reader.skip(1);
  node.min = readNumber(reader);
  if (!reader.take(0x2c)) node.max = node.min;
  else if (reader.peek() != 0x7d) node.max = readNumber(reader);
  if (!reader.take(0x7d)) {
    reader.fail(mark, "expected {n}, {n,} or {n,m}; a brace itself is written \\{");
  } else if (node.min > MAX_REPETITIONS || node.max > MAX_REPETITIONS) {
    reader.fail(mark, "more than " + MAX_REPETITIONS.toString() + " repetitions");
  } else if (node.max >= 0 && node.max < node.min) {
    reader.fail(mark, "the second number is less than the first");
  }
}

function readNumber(reader: PatternReader): i32 {
  const mark = reader.offset;
  let value = 0;
  for (let digit = reader.peek(); digit >= 0x30 && digit <= 0x39; digit = reader.peek()) {
    value = min(value * 10 + digit - 0x30, MAX_REPETITIONS + 1);
    reader.skip(1);
  }
  if (reader.offset == mark) reader.fail(mark, "expected a number; a brace itself is written \\{");
  return value;
}
