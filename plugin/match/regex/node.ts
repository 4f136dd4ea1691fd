import { CodePoints } from "./code-points";

export enum NodeKind {
  /** Matches nothing, anywhere. */
  Empty = 0,
  /** `value` is a code point. */
  Character = 1,
  /** One of `set`. */
  Class = 2,
  /** `value` is an Assertion. */
  Assertion = 3,
  /** The children one after another. */
  Sequence = 4,
  /** One of the children. */
  Alternation = 5,
  /** The child `min` to `max` times. */
  Repetition = 6,
}

/** What must be so between two bytes: bits, so that those which hold are one number. */
export enum Assertion {
  TextStart = 1,
  TextEnd = 2,
  LineStart = 4,
  LineEnd = 8,
  /** Between a word character of ASCII and something else. */
  WordBorder = 16,
  NoWordBorder = 32,
}

/** A part of a pattern. */
export class Node {
  value: u32 = 0;
  min: i32 = 0;
  /** -1: without end. */
  max: i32 = 0;
  set: CodePoints | null = null;
  /** Children are a list from the last to the first: the compiler goes backwards. */
  lastChild: Node | null = null;
  previous: Node | null = null;

  constructor(
    public kind: NodeKind,
    /** See weight.ts. */
    public weight: i32,
  ) {}

  append(child: Node): void {
    child.previous = this.lastChild;
    this.lastChild = child;
    this.weight += child.weight;
  }
}
