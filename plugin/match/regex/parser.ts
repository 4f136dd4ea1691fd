import { length, Span } from "../../wire/span";
import { isUtf8 } from "../../wire/utf8";
import { CodePoints } from "./code-points";
import { NONE, namedClass, readEscape } from "./escape";
import { ANY_CASE, DOT_ALL, MULTI_LINE, readFlags } from "./flags";
import { addCases, isCaseless } from "./fold";
import { MAX_NESTING, MAX_PATTERN_BYTES, MAX_WEIGHT } from "./limits";
import { Assertion, Node, NodeKind } from "./node";
import { parseClass } from "./parse-class";
import { PatternReader } from "./pattern-reader";
import { isRepetition, readRepetition } from "./repetition";
import { ANY_WEIGHT, characterWeight, repetitionWeight } from "./weight";

/** Reads a regular expression of RE2's syntax, less what docs/patterns.md leaves out. */
export class Parser {
  /** Why the pattern was refused, with the place. */
  problem: string = "";
  private reader: PatternReader = new PatternReader(0);
  private flags: u32 = 0;
  private nesting: i32 = 0;

  /** Null if the pattern is refused. */
  parse(pattern: Span, anyCase: bool): Node | null {
    this.flags = anyCase ? ANY_CASE : 0;
    this.nesting = 0;
    if (length(pattern) > MAX_PATTERN_BYTES) {
      this.problem = "is longer than " + MAX_PATTERN_BYTES.toString() + " bytes";
      return null;
    }
    if (!isUtf8(pattern)) {
      this.problem = "is not UTF-8";
      return null;
    }
    const reader = new PatternReader(pattern);
    this.reader = reader;
    const node = this.parseAlternation();
    if (!reader.isAtEnd) reader.fail(reader.offset, "a closing parenthesis too many");
    if (node.weight > MAX_WEIGHT) reader.fail(0, "its repetitions make too many states: repeat less often");
    this.problem = reader.problem;
    return reader.failed ? null : node;
  }

  /** Alternatives up to a closing parenthesis or the end. */
  private parseAlternation(): Node {
    const first = this.parseSequence();
    if (this.reader.peek() != 0x7c) return first;
    const node = new Node(NodeKind.Alternation, 0);
    node.append(first);
    while (!this.reader.failed && this.reader.take(0x7c)) {
      node.append(this.parseSequence());
      node.weight += 1;
    }
    return node;
  }

  private parseSequence(): Node {
    const node = new Node(NodeKind.Sequence, 0);
    while (!this.reader.failed && !this.reader.isAtEnd) {
      const next = this.reader.peek();
      if (next == 0x7c || next == 0x29) break;
      const part = this.parseRepeated();
      if (part !== null) node.append(part);
    }
    return node.lastChild === null ? new Node(NodeKind.Empty, 1) : node;
  }

  /** Null for flags, which stand alone. */
  private parseRepeated(): Node | null {
    const reader = this.reader;
    const began = reader.offset;
    const part = this.parseAtom();
    const mark = reader.offset;
    if (reader.failed || !isRepetition(reader.peek())) return part;
    if (part === null || part.kind == NodeKind.Assertion) {
      reader.fail(mark, "there is nothing to repeat");
      return part;
    }
    const node = new Node(NodeKind.Repetition, 0);
    readRepetition(reader, node);
    node.append(part);
    node.weight = repetitionWeight(part.weight, node.min, node.max);
    if (node.weight > MAX_WEIGHT) reader.fail(began, "its repetitions make too many states: repeat less often");
    // A lazy repetition matches the same texts.
    if (reader.peek() == 0x3f) reader.skip(1);
    else if (reader.peek() == 0x2b) reader.fail(mark, "a possessive repetition cannot be matched in linear time");
    if (isRepetition(reader.peek())) {
      reader.fail(reader.offset, "a repetition of a repetition: write (?:…) around the inner one");
    }
    return node;
  }

  private parseAtom(): Node | null {
    const reader = this.reader;
    const began = reader.offset;
    switch (reader.peek()) {
      case 0x28:
        reader.skip(1);
        return this.parseGroup(began);
      case 0x5b:
        reader.skip(1);
        return parseClass(reader, began, (this.flags & ANY_CASE) != 0);
      case 0x5c:
        reader.skip(1);
        return this.parseEscape(began);
      case 0x2e:
        reader.skip(1);
        return this.any();
      case 0x5e:
        reader.skip(1);
        return assertion(this.flags & MULTI_LINE ? Assertion.LineStart : Assertion.TextStart);
      case 0x24:
        reader.skip(1);
        return assertion(this.flags & MULTI_LINE ? Assertion.LineEnd : Assertion.TextEnd);
      case 0x2a:
      case 0x2b:
      case 0x3f:
        reader.fail(began, "there is nothing to repeat");
        return null;
      case 0x5d:
      case 0x7b:
      case 0x7d:
        reader.fail(began, "a bracket without its other: write a backslash before it");
        return null;
    }
    return this.character(reader.next());
  }

  private character(codePoint: u32): Node {
    const anyCase = (this.flags & ANY_CASE) != 0;
    const weight = characterWeight(codePoint, anyCase);
    if (!anyCase || isCaseless(codePoint)) {
      const node = new Node(NodeKind.Character, weight);
      node.value = codePoint;
      return node;
    }
    const set = new CodePoints();
    addCases(set, codePoint);
    return oneOf(set, weight);
  }

  private any(): Node {
    const set = new CodePoints();
    if ((this.flags & DOT_ALL) == 0) set.add(0x0a, 0x0a);
    set.negate();
    return oneOf(set, ANY_WEIGHT);
  }

  private parseEscape(began: i32): Node | null {
    const reader = this.reader;
    const letter = reader.peek();
    const asserted = assertionNamed(letter);
    if (asserted != 0) {
      reader.skip(1);
      return assertion(asserted);
    }
    const set = namedClass(letter);
    if (set !== null) {
      reader.skip(1);
      return oneOf(set, letter & 0x20 ? 1 : ANY_WEIGHT);
    }
    const codePoint = readEscape(reader, began);
    return codePoint == NONE ? null : this.character(codePoint);
  }

  /** What stands in parentheses; null if that is flags for what follows. */
  private parseGroup(began: i32): Node | null {
    const reader = this.reader;
    const outer = this.flags;
    if (reader.take(0x3f) && !reader.take(0x3a)) {
      this.flags = readFlags(reader, began, this.flags);
      if (reader.failed) return null;
      if (reader.take(0x29)) return null;
      reader.skip(1);
    }
    if (this.nesting == MAX_NESTING) {
      reader.fail(began, "more than " + MAX_NESTING.toString() + " groups within each other");
      return null;
    }
    this.nesting += 1;
    const node = this.parseAlternation();
    this.nesting -= 1;
    this.flags = outer;
    if (!reader.take(0x29)) reader.fail(began, "a group without its closing parenthesis");
    return node;
  }
}

function assertion(kind: u32): Node {
  const node = new Node(NodeKind.Assertion, 1);
  node.value = kind;
  return node;
}

/** Of `\A`, `\z`, `\b`, `\B`; 0 for any other letter. */
function assertionNamed(letter: u8): u32 {
  if (letter == 0x41) return Assertion.TextStart;
  if (letter == 0x7a) return Assertion.TextEnd;
  if (letter == 0x62) return Assertion.WordBorder;
  return letter == 0x42 ? Assertion.NoWordBorder : 0;
}

function oneOf(set: CodePoints, weight: i32): Node {
  const node = new Node(NodeKind.Class, weight);
  node.set = set;
  return node;
}
