import { CodePoints } from "./code-points";
import { NONE, namedClass, readEscape } from "./escape";
import { fold } from "./fold";
import { Node, NodeKind } from "./node";
import { PatternReader } from "./pattern-reader";
import { classWeight } from "./weight";

/** A class in brackets; `reader` is behind the opening one, which was at byte `began`. */
export function parseClass(reader: PatternReader, began: i32, anyCase: bool): Node {
  const negated = reader.take(0x5e);
  const written = new CodePoints();
  // \d, \w and \s hold the same characters in any case, as in RE2.
  const named = new CodePoints();
  let items = 0;
  let isAscii = true;
  while (!reader.failed && reader.peek() != 0x5d) {
    const from = reader.offset;
    if (reader.isAtEnd) {
      reader.fail(began, "a class without its closing bracket");
      break;
    }
    items += 1;
    const set = takeNamedClass(reader);
    if (set !== null) {
      named.addAll(set);
      if (set.ranges[set.ranges.length - 1] > 0x7f) isAscii = false;
      if (reader.peek() == 0x2d && reader.peek(1) != 0x5d) reader.fail(from, "a class is no end of a range");
      continue;
    }
    if (reader.peek() == 0x2d && items > 1 && reader.peek(1) != 0x5d) {
      reader.fail(from, "'-' between items: write \\-");
    }
    const low = readCharacter(reader);
    let high = low;
    if (reader.peek() == 0x2d && reader.peek(1) != 0x5d && !reader.failed) {
      reader.skip(1);
      high = readRangeEnd(reader, from);
      if (low > high) reader.fail(from, "a range whose end comes before its start");
    }
    if (reader.failed) break;
    written.add(low, high);
    if (high > 0x7f) isAscii = false;
  }
  reader.take(0x5d);
  if (items == 0) reader.fail(began, "an empty class: a bracket in a class is written \\]");
  if (anyCase) fold(written);
  written.addAll(named);
  if (negated) written.negate();
  else written.normalise();
  const node = new Node(NodeKind.Class, classWeight(items, isAscii, negated, anyCase));
  node.set = written;
  return node;
}

function takeNamedClass(reader: PatternReader): CodePoints | null {
  if (reader.peek() != 0x5c) return null;
  const set = namedClass(reader.peek(1));
  if (set !== null) reader.skip(2);
  return set;
}

function readRangeEnd(reader: PatternReader, from: i32): u32 {
  if (!reader.isAtEnd && takeNamedClass(reader) === null) return readCharacter(reader);
  reader.fail(from, "a range without its end");
  return NONE;
}

function readCharacter(reader: PatternReader): u32 {
  const began = reader.offset;
  if (reader.take(0x5c)) return readEscape(reader, began);
  if (reader.peek() == 0x5b && reader.peek(1) == 0x3a) {
    reader.fail(began, "POSIX classes are not known here: write ranges, as a-z");
  }
  return reader.next();
}
