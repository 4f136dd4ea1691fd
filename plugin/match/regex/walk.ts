import { BitSet } from "../scan/bit-set";
import { assertionsThatHold, Before, END } from "./boundary";
import { Assertion } from "./node";
import { Program, State } from "./program";
import { StateSet } from "./state-set";

/** States before the byte, and behind it; one step is under way at a time, so all share them. */
const here = new StateSet();
const reached = new StateSet();
/** Patterns that have matched at the step. */
const matched = new StateSet();

/** Where the last step led: states that wait for a byte or an assertion, and those that say a match. */
export const kept = new StateSet();

/** Goes through the states of some of a program's patterns, byte by byte, wherever in the text they begin. */
export class Walk {
  /** What each step begins with besides what the last one led to. */
  private starts: Array<u32> = [];
  private isStart: BitSet;
  /** No pattern can begin behind the text's first byte. */
  onlyAtTextStart: bool = true;

  constructor(
    private program: Program,
    patterns: Array<i32>,
  ) {
    this.isStart = new BitSet(program.size);
    this.reserve();
    for (let i = 0; i < patterns.length; i++) follow(program, reached, program.entry(patterns[i]));
    for (let i = 0; i < reached.size; i++) {
      const state = reached.member(i);
      const kind = program.kind(state);
      if (kind == State.Fork) continue;
      if (kind != State.Assert || program.first(state) != Assertion.TextStart) this.onlyAtTextStart = false;
      this.starts.push(state);
      this.isStart.set(state);
    }
  }

  /** To be called before the steps of a text: what they share is as large as the last program needed it. */
  reserve(): void {
    here.reserve(this.program.size);
    reached.reserve(this.program.size);
    kept.reserve(this.program.size);
    matched.reserve(this.program.patternCount);
  }

  /** Leaves in `kept` the matches that a text begins with: of patterns that match nothing. */
  begin(): void {
    kept.clear();
    for (let i = 0; i < this.starts.length; i++) {
      if (this.program.kind(this.starts[i]) == State.Match) kept.add(this.starts[i]);
    }
  }

  /**
   * Goes on from `count` states at `members`, in a place of which `before` is known, with a byte or
   * END; leaves in `kept` where that leads. A match that an assertion held up counts as behind the byte.
   */
  step(members: usize, count: i32, before: u32, byte: i32): void {
    const program = this.program;
    here.clear();
    reached.clear();
    for (let i = 0; i < count; i++) here.add(load<u32>(members + ((<usize>i) << 2)));
    // Nothing begins within a character, where else \B would find itself.
    if ((byte & 0x1c0) != 0x80 && (!this.onlyAtTextStart || before & Before.TextStart)) {
      for (let i = 0; i < this.starts.length; i++) here.add(unchecked(this.starts[i]));
    }
    const given = here.size;
    const held = assertionsThatHold(before, byte);
    for (let i = 0; i < here.size; i++) {
      const state = here.member(i);
      const kind = program.kind(state);
      if (kind == State.Bytes) {
        if (byte != END) this.take(state, byte);
      } else if (kind == State.Assert) {
        if (held & program.first(state)) follow(program, here, program.second(state));
      } else if (kind == State.Match && i >= given) {
        reached.add(state);
      }
    }
    this.keep();
  }

  /** Adds what the state's range with that byte leads to; its ranges do not overlap. */
  private take(state: u32, byte: u32): void {
    const program = this.program;
    for (let i: u32 = 0, count = program.rangeCount(state); i < count; i++) {
      if (byte > program.high(state, i)) continue;
      if (byte >= program.low(state, i)) follow(program, reached, program.target(state, i));
      return;
    }
  }

  /** Drops forks, what every step begins with anyway, and what else of a pattern is there when it has matched. */
  private keep(): void {
    const program = this.program;
    kept.clear();
    matched.clear();
    for (let i = 0; i < reached.size; i++) {
      const state = reached.member(i);
      if (program.kind(state) == State.Match) matched.add(program.owner(state));
    }
    for (let i = 0; i < reached.size; i++) {
      const state = reached.member(i);
      const kind = program.kind(state);
      if (kind == State.Match) kept.add(state);
      else if (kind != State.Fork && !matched.has(program.owner(state)) && !this.isStart.has(state)) kept.add(state);
    }
  }

  /** After a step: whether nothing that comes can match any more. */
  get isDead(): bool {
    return kept.size == 0 && this.onlyAtTextStart;
  }
}

/** Adds the state and all that it forks to. */
function follow(program: Program, set: StateSet, state: u32): void {
  let at = set.size;
  for (set.add(state); at < set.size; at++) {
    const next = set.member(at);
    if (program.kind(next) != State.Fork) continue;
    set.add(program.first(next));
    set.add(program.second(next));
  }
}
