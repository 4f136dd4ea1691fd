import { end, Span, start } from "../wire/span";
import { otherCase } from "./letter-case";
import { Beginnings, GROUPS, PLACES } from "./scan/beginnings";

/** Bytes that no keyword has. */
const NO_CLASS: u8 = 0;

/**
 * The states of an automaton over bytes that knows where in which keyword a text is: a trie in which letters that
 * differ only in case lead to the same state, in a table of one row of 1 << `shift` states for each.
 */
export class KeywordTrie {
  /** What a byte is to the automaton: ASCII letters of both cases are one, and so are the kinds of white space. */
  classes: StaticArray<u8> = new StaticArray<u8>(256);
  shift: i32 = 0;
  /** 0 is the root; as the target of a step, none. */
  states: i32 = 1;
  rows: StaticArray<u16> = new StaticArray<u16>(0);

  private count: i32 = NO_CLASS + 1;

  /** Before `open`: the word's bytes, in any case, get classes. */
  meet(word: Span): void {
    for (let at = start(word); at < end(word); ) {
      const size = letterSize(at, end(word));
      if (size == 1) {
        this.meetByte(load<u8>(at));
      } else {
        const letter = letterAt(at);
        let other = letter;
        do {
          this.meetByte(leadOf(other));
          this.meetByte(secondOf(other));
          other = otherCase(other);
        } while (other != letter);
      }
      at += size;
    }
  }

  private meetByte(byte: u8): void {
    if (this.classes[byte] != NO_CLASS) return;
    const value = <u8>this.count;
    this.count += 1;
    if (isSpace(byte)) {
      this.classes[0x09] = value;
      this.classes[0x0a] = value;
      this.classes[0x0d] = value;
      this.classes[0x20] = value;
    } else {
      this.classes[byte] = value;
      if (<u8>((byte | 0x20) - 0x61) < 26) this.classes[byte ^ 0x20] = value;
    }
  }

  /** Makes room for as many states as words of `bytes` bytes together can need. */
  open(bytes: i32): void {
    this.shift = 32 - clz(this.count - 1);
    this.rows = new StaticArray<u16>(mostStates(bytes) << this.shift);
  }

  /** Lets the table go, when it has been made into an automaton's. */
  close(): void {
    this.rows = new StaticArray<u16>(0);
  }

  /** Where the words that were inserted may begin. `ends`: the states at which they end. */
  beginnings(ends: StaticArray<i32>): Beginnings {
    const isEnd = new StaticArray<bool>(this.states);
    for (let i = 0; i < ends.length; i++) isEnd[ends[i]] = true;
    const beginnings = new Beginnings();
    for (let byte = 0; byte < 256; byte++) {
      const next = this.rows[this.classes[byte]];
      if (next != 0) this.noteStep(beginnings, this.classes[byte] % GROUPS, 0, byte, next, isEnd);
    }
    return beginnings;
  }

  /** A step with the byte to the state, and those that follow it. As deep as there are places. */
  private noteStep(into: Beginnings, group: i32, place: i32, byte: i32, state: i32, isEnd: StaticArray<bool>): void {
    into.add(group, place, byte);
    const behind = place + 1;
    if (isEnd[state]) into.end(group, behind);
    if (behind == PLACES) return;
    for (let i = 0; i < 256; i++) {
      const next = this.rows[(state << this.shift) + this.classes[i]];
      if (next != 0) this.noteStep(into, group, behind, i, next, isEnd);
    }
  }

  /** The state at the word's end. */
  insert(word: Span): i32 {
    let state = 0;
    for (let at = start(word); at < end(word); ) {
      const size = letterSize(at, end(word));
      if (size == 1) {
        state = this.step(state, load<u8>(at), 0);
      } else {
        const letter = letterAt(at);
        let target = 0;
        let other = letter;
        do {
          target = this.step(this.step(state, leadOf(other), 0), secondOf(other), target);
          other = otherCase(other);
        } while (other != letter);
        state = target;
      }
      at += size;
    }
    return state;
  }

  /** Goes to the state that the byte leads to, or makes it: `target` or, if that is 0, a new one. */
  private step(state: i32, byte: u8, target: i32): i32 {
    const place = (state << this.shift) + this.classes[byte];
    const known = <i32>this.rows[place];
    if (known != 0) return known;
    let next = target;
    if (next == 0) {
      next = this.states;
      this.states += 1;
    }
    this.rows[place] = <u16>next;
    return next;
  }
}

/** Each two bytes can need a state for themselves, and one for the other first byte of a letter in the other case. */
function mostStates(bytes: i32): i32 {
  return 1 + bytes + ((bytes + 1) >> 1);
}

/** 2 for a letter of two bytes that has another case, else 1: what has none is bytes like any others. */
function letterSize(at: usize, stop: usize): i32 {
  if (at + 1 >= stop || (load<u8>(at) & 0xe0) != 0xc0) return 1;
  const letter = letterAt(at);
  return otherCase(letter) == letter ? 1 : 2;
}

function letterAt(at: usize): i32 {
  return ((<i32>load<u8>(at) & 0x1f) << 6) | (load<u8>(at, 1) & 0x3f);
}

function leadOf(letter: i32): u8 {
  return <u8>(0xc0 | (letter >> 6));
}

function secondOf(letter: i32): u8 {
  return <u8>(0x80 | (letter & 0x3f));
}

function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d;
}
