import { Span } from "../wire/span";
import { Automaton } from "./regex/automaton";
import { emitPattern } from "./regex/emit";
import { CACHE_BYTES, MAX_SET_WEIGHT, MIN_CACHE_BYTES } from "./regex/limits";
import { Parser } from "./regex/parser";
import { Program } from "./regex/program";
import { BitSet } from "./scan/bit-set";

const parser = new Parser();

/**
 * Regular expressions that are searched for together: one pass over a text tells which of them match
 * somewhere in it. Time is linear in the text, memory bounded, whatever the patterns.
 */
export class RegexSet {
  /** Why `add` refused a pattern: what is wrong, and at which byte of it. */
  problem: string = "";
  private program: Program = new Program();
  private weight: i32 = 0;
  private automata: Array<Automaton> = [];
  private found: BitSet = new BitSet(0);

  /** Patterns added. */
  get size(): i32 {
    return this.program.patternCount;
  }

  /**
   * The pattern's index, or -1 if it is refused (see `problem`). `whole`: it matches only a text that
   * it spans from start to end; `anyCase`: as if it began with `(?i)`. Not after `compile`.
   */
  add(pattern: Span, whole: bool = false, anyCase: bool = false): i32 {
    const node = parser.parse(pattern, anyCase);
    if (node === null) {
      this.problem = parser.problem;
      return -1;
    }
    if (this.weight + node.weight > MAX_SET_WEIGHT) {
      this.problem = "is one pattern too many: all together make too many states";
      return -1;
    }
    this.weight += node.weight;
    const index = this.size;
    this.program.endPattern(emitPattern(this.program, node, index, whole));
    return index;
  }

  /** To be called once, after the last `add`. */
  compile(): void {
    if (this.size == 0) return;
    const patterns: Array<i32> = [];
    for (let i = 0; i < this.size; i++) patterns.push(i);
    this.automata.push(new Automaton(this.program, patterns, CACHE_BYTES));
    this.found = new BitSet(this.size);
  }

  /** Sets in `into` the index of each pattern that matches somewhere in the text, and leaves the others. */
  search(text: Span, into: BitSet): void {
    for (let i = 0; i < this.automata.length; ) {
      if (this.automata[i].search(text, into, false)) i += 1;
      else this.split(i);
    }
  }

  /** Whether any pattern matches somewhere in the text. */
  matchesAny(text: Span): bool {
    this.found.clear();
    for (let i = 0; i < this.automata.length && !this.found.any; ) {
      if (this.automata[i].search(text, this.found, true)) i += 1;
      else this.split(i);
    }
    return this.found.any;
  }

  /** Patterns that make too many states together make fewer apart: `foo.*bar` and ten like it have 2¹¹ together. */
  private split(index: i32): void {
    const patterns = this.automata[index].patterns;
    const budget = max(this.automata[index].budget / 2, MIN_CACHE_BYTES);
    const middle = patterns.length / 2;
    this.automata[index] = new Automaton(this.program, patterns.slice(0, middle), budget);
    this.automata.push(new Automaton(this.program, patterns.slice(middle), budget));
  }
}
