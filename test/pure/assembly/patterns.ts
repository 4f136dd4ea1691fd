/** Patterns, for tests: built by wasm-plugin.ts, called from Node. AssemblyScript. */

import { Pattern, PatternList, problem } from "../../../plugin/match/pattern";
import { emitPattern } from "../../../plugin/match/regex/emit";
import { Parser } from "../../../plugin/match/regex/parser";
import { Program } from "../../../plugin/match/regex/program";
import { RegexSet } from "../../../plugin/match/regex-set";
import { BitSet } from "../../../plugin/match/scan/bit-set";
import { Output } from "../../../plugin/wire/output";
import { length, PADDING, span, start } from "../../../plugin/wire/span";

const out = new Output();

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

/** The filter collects between calls; so does this module. */
export function collect(): void {
  __collect();
}

let set = new RegexSet();
let found = new BitSet(0);

function answer(text: string): void {
  const bytes = Uint8Array.wrap(String.UTF8.encode(text));
  out.clear();
  out.raw(span(bytes.dataStart, bytes.length));
}

export function openSet(): void {
  set = new RegexSet();
}

/** The pattern's index, or -1 with the problem as the result. */
export function addRegex(at: usize, size: i32, whole: bool, anyCase: bool): i32 {
  const index = set.add(span(at, size), whole, anyCase);
  answer(index < 0 ? set.problem : "");
  return index;
}

export function compileSet(): void {
  set.compile();
  found = new BitSet(set.size);
}

/** Empties what was found in the pieces of a text so far. */
export function forget(): void {
  found.clear();
}

/** How many patterns were found so far. */
export function search(at: usize, size: i32): i32 {
  set.search(span(at, size), found);
  return found.count;
}

export function isFound(index: i32): bool {
  return found.has(index);
}

export function matchesAny(at: usize, size: i32): bool {
  return set.matchesAny(span(at, size));
}

/** Whether an entry of an allowlist takes the name; -1 if the entry is refused, with the problem as the result. */
export function patternMatches(pattern: usize, patternSize: i32, name: usize, nameSize: i32): i32 {
  const parsed = Pattern.parse(span(pattern, patternSize));
  answer(problem);
  if (parsed === null) return -1;
  return parsed.matches(span(name, nameSize)) ? 1 : 0;
}

let list = new PatternList();

export function openList(): void {
  list = new PatternList();
}

/** The bytes stay where they are until the next `openList`. */
export function addToList(at: usize, size: i32): bool {
  const taken = list.add(span(at, size));
  answer(list.problem);
  return taken;
}

export function compileList(): void {
  list.compile();
}

export function listMatches(at: usize, size: i32): bool {
  return list.matchesAny(span(at, size));
}

/** By how many states a pattern, without its match, is over its weight; never above 0. */
export function statesOverWeight(at: usize, size: i32, anyCase: bool): i32 {
  const node = new Parser().parse(span(at, size), anyCase);
  if (node === null) return i32.MIN_VALUE;
  const program = new Program();
  emitPattern(program, node, 0, false);
  return program.size - 1 - node.weight;
}
