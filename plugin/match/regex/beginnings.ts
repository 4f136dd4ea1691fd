import { Beginnings, GROUPS, PLACES } from "../scan/beginnings";
import { Program, State } from "./program";
import { StateSet } from "./state-set";

/** Where the patterns may begin, whatever their assertions say; null: one of them may match without a byte. */
export function beginningsOf(program: Program, patterns: Array<i32>): Beginnings | null {
  const starts = new StateSet();
  starts.reserve(program.size);
  let canBeEmpty: bool = false;
  for (let i = 0; i < patterns.length; i++)
    canBeEmpty = reach(program, starts, program.entry(patterns[i])) || canBeEmpty;
  if (canBeEmpty) return null;
  const beginnings = new Beginnings();
  let here = new StateSet();
  let next = new StateSet();
  for (let group = 0; group < GROUPS; group++) {
    here.reserve(program.size);
    for (let i = group; i < starts.size; i += GROUPS) here.add(starts.member(i));
    for (let place = 0; place < PLACES; place++) {
      next.reserve(program.size);
      let canEnd: bool = false;
      for (let i = 0; i < here.size; i++) {
        canEnd = noteBytes(program, here.member(i), beginnings, group, place, next) || canEnd;
      }
      if (canEnd) beginnings.end(group, place + 1);
      const last = here;
      here = next;
      next = last;
    }
  }
  return beginnings;
}

/** Notes the bytes of a state, and adds where they lead to `next`. Whether a match is there. */
function noteBytes(program: Program, state: u32, into: Beginnings, group: i32, place: i32, next: StateSet): bool {
  if (program.kind(state) != State.Bytes) return false;
  let canEnd: bool = false;
  for (let range: u32 = 0; range < program.rangeCount(state); range++) {
    const high = program.high(state, range);
    for (let byte = program.low(state, range); byte <= high; byte++) into.add(group, place, byte);
    canEnd = reach(program, next, program.target(state, range)) || canEnd;
  }
  return canEnd;
}

/** Adds the state and all that follows it without a byte. Whether a match is among them. */
function reach(program: Program, set: StateSet, state: u32): bool {
  let matches = false;
  let at = set.size;
  for (set.add(state); at < set.size; at++) {
    const next = set.member(at);
    const kind = program.kind(next);
    if (kind == State.Match) matches = true;
    if (kind == State.Fork) set.add(program.first(next));
    if (kind == State.Fork || kind == State.Assert) set.add(program.second(next));
  }
  return matches;
}
