/** What rules use on a prompt's text, for tests and the benchmark: built by wasm-plugin.ts, called from Node. AssemblyScript. */

import { Keywords } from "../../../plugin/match/keywords";
import { otherCase } from "../../../plugin/match/letter-case";
import { PiiFinder } from "../../../plugin/match/pii/find";
import { PII_KINDS } from "../../../plugin/match/pii/kind";
import { piiKindNamed } from "../../../plugin/match/pii/kind-named";
import { BitSet } from "../../../plugin/match/scan/bit-set";
import { Scripts } from "../../../plugin/match/script";
import { SCRIPTS } from "../../../plugin/match/script-name";
import { Output } from "../../../plugin/wire/output";
import { PADDING, placeIn, Span, span, start } from "../../../plugin/wire/span";

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
  return out.size;
}

const finder = new PiiFinder();

export function piiKind(at: usize, size: i32): i32 {
  return piiKindNamed(span(at, size));
}

/** Writes a line `kind offset size` for each finding. */
export function findPii(at: usize, size: i32, kinds: i32): void {
  out.clear();
  finder.kinds = kinds;
  finder.begin(span(at, size));
  while (finder.next()) {
    out.decimal(finder.kind);
    out.byte(0x20);
    out.decimal(finder.at - at);
    out.byte(0x20);
    out.decimal(finder.size);
    out.byte(0x0a);
  }
}

/** Writes the text with a placeholder for each finding. */
export function redactPii(at: usize, size: i32, kinds: i32): void {
  out.clear();
  const text: Span = span(at, size);
  finder.kinds = kinds;
  finder.begin(text);
  let kept = at;
  while (finder.next()) {
    out.raw(span(kept, <i32>(finder.at - kept)));
    for (let i = 0; i < PII_KINDS.length; i++) {
      if (!(PII_KINDS[i].kind & finder.kind)) continue;
      out.ascii(PII_KINDS[i].placeholder);
      break;
    }
    kept = finder.at + finder.size;
  }
  out.raw(span(kept, <i32>(at + size - kept)));
}

/** How many findings `times` passes have. */
export function repeatPii(at: usize, size: i32, kinds: i32, times: i32): i32 {
  let count = 0;
  finder.kinds = kinds;
  for (let i = 0; i < times; i++) {
    finder.begin(span(at, size));
    while (finder.next()) count += 1;
  }
  return count;
}

let keywords = new Keywords();
let found = new BitSet(0);

export function openKeywords(): void {
  keywords = new Keywords();
}
export function addKeyword(at: usize, size: i32, index: i32): void {
  keywords.add(span(at, size), index);
}

/** Writes why a word was refused. */
export function compileKeywords(indexes: i32): void {
  out.clear();
  out.ascii(keywords.problem);
  keywords.compile();
  found = new BitSet(indexes);
}

export function clearFound(): void {
  found.clear();
}
export function searchKeywords(at: usize, size: i32): void {
  keywords.search(span(at, size), found);
}
export function isFound(index: i32): bool {
  return found.has(index);
}
export function repeatKeywords(at: usize, size: i32, times: i32): void {
  for (let i = 0; i < times; i++) {
    found.clear();
    keywords.search(span(at, size), found);
  }
}

/** The next letter that differs in case only. */
export function nextCase(letter: i32): i32 {
  return otherCase(letter);
}

const scripts = new Scripts();

export function scriptNumber(at: usize, size: i32): i32 {
  return max(placeIn(SCRIPTS, span(at, size)), 0);
}
export function clearScripts(): void {
  scripts.clear();
}
export function addScripts(at: usize, size: i32): void {
  scripts.add(span(at, size));
}
export function lettersOf(script: i32): i32 {
  return scripts.of(script);
}
export function dominantScript(): i32 {
  return scripts.dominant();
}
export function repeatScript(at: usize, size: i32, times: i32): i32 {
  for (let i = 0; i < times; i++) {
    scripts.clear();
    scripts.add(span(at, size));
  }
  return scripts.dominant();
}
