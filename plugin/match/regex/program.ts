/** What a state of the automaton does. */
export enum State {
  /** Goes on, without a byte, at both of its targets. */
  Fork = 0,
  /** Goes on with a byte that lies in one of its ranges. */
  Bytes = 1,
  /** Goes on, without a byte, if its assertion holds. */
  Assert = 2,
  /** Its pattern has matched. */
  Match = 3,
}

const FIELDS: i32 = 3;

/** The nondeterministic automaton (Thompson's) of all patterns of a set, over bytes of UTF-8. */
export class Program {
  /** Of each state: kind and owner, then what depends on the kind. */
  private states: Array<u32> = [];
  /** Of each range: low byte and high byte, then the target. */
  private ranges: Array<u32> = [];
  /** Of each pattern: its first state, and the number of states with its last. */
  private patterns: Array<u32> = [];

  get size(): i32 {
    return this.states.length / FIELDS;
  }

  private add(kind: State, owner: i32, a: u32, b: u32): u32 {
    const id = <u32>this.size;
    this.states.push(<u32>kind | ((<u32>owner) << 2));
    this.states.push(a);
    this.states.push(b);
    return id;
  }

  addFork(owner: i32, a: u32, b: u32): u32 {
    return this.add(State.Fork, owner, a, b);
  }

  addAssert(owner: i32, assertion: u32, target: u32): u32 {
    return this.add(State.Assert, owner, assertion, target);
  }

  addMatch(owner: i32): u32 {
    return this.add(State.Match, owner, 0, 0);
  }

  /** Its ranges follow by `addRange`, in order. */
  addBytes(owner: i32): u32 {
    return this.add(State.Bytes, owner, this.ranges.length, 0);
  }

  /** To the state added last. */
  addRange(low: u32, high: u32, target: u32): void {
    this.ranges.push(low | (high << 8));
    this.ranges.push(target);
    this.states[this.states.length - 1] += 1;
  }

  /** Gives a fork its first target, which was not there yet when it was added. */
  close(fork: u32, target: u32): void {
    this.states[fork * FIELDS + 1] = target;
  }

  /** Ends the pattern whose states were added since the last one. */
  endPattern(entry: u32): void {
    this.patterns.push(entry);
    this.patterns.push(this.size);
  }

  get patternCount(): i32 {
    return this.patterns.length / 2;
  }

  /** The state that the pattern begins with. */
  entry(pattern: i32): u32 {
    return unchecked(this.patterns[pattern * 2]);
  }

  /** The first of the pattern's states; they lie together. */
  lowestState(pattern: i32): u32 {
    return pattern == 0 ? 0 : unchecked(this.patterns[pattern * 2 - 1]);
  }

  /** The state behind its last. */
  endState(pattern: i32): u32 {
    return unchecked(this.patterns[pattern * 2 + 1]);
  }

  kind(state: u32): State {
    return this.field(state, 0) & 3;
  }

  /** The pattern that the state belongs to. */
  owner(state: u32): i32 {
    return this.field(state, 0) >> 2;
  }

  /** A fork's first target, or an assertion's bit. */
  first(state: u32): u32 {
    return this.field(state, 1);
  }

  /** A fork's other target, or an assertion's. */
  second(state: u32): u32 {
    return this.field(state, 2);
  }

  /** How many ranges a state has. */
  rangeCount(state: u32): u32 {
    return this.field(state, 2);
  }

  low(state: u32, index: u32): u32 {
    return unchecked(this.ranges[this.rangeAt(state, index)]) & 0xff;
  }

  high(state: u32, index: u32): u32 {
    return unchecked(this.ranges[this.rangeAt(state, index)]) >> 8;
  }

  target(state: u32, index: u32): u32 {
    return unchecked(this.ranges[this.rangeAt(state, index) + 1]);
  }

  /** Every state comes from `add…`: none is outside. */
  private field(state: u32, index: i32): u32 {
    return unchecked(this.states[state * FIELDS + index]);
  }

  private rangeAt(state: u32, index: u32): i32 {
    return this.field(state, 1) + index * 2;
  }
}
