import { CodePoints } from "./code-points";
import { Program } from "./program";

/** No range is open. */
const NO_RANGE: u32 = 0xffffffff;

/**
 * Compiles a set of code points to states over bytes of UTF-8: the ranges of bytes of each length,
 * in order, as a tree whose equal ends are one (Daciuk's minimal automaton of sorted words, as Rust's
 * regex-automata builds it).
 */
class Utf8Tree {
  /** Of each byte of the characters under way: the ranges whose targets are known, with these. */
  private done: StaticArray<Array<u32>> = [[], [], [], []];
  /** Its range whose target is not known yet. */
  private open: StaticArray<u32> = [NO_RANGE, NO_RANGE, NO_RANGE, NO_RANGE];
  private depth: i32 = 1;
  private firstState: u32 = 0;

  constructor(
    private program: Program,
    private owner: i32,
    private next: u32,
  ) {
    this.firstState = program.size;
  }

  /** Code points of one encoded length, without surrogates; in ascending order from call to call. */
  add(low: u32, high: u32, size: i32): void {
    for (let i = 1; i < size; i++) {
      const mask: u32 = (1 << (6 * i)) - 1;
      if ((low & ~mask) == (high & ~mask)) continue;
      if ((low & mask) != 0) {
        this.add(low, low | mask, size);
        this.add((low | mask) + 1, high, size);
        return;
      }
      if ((high & mask) != mask) {
        this.add(low, (high & ~mask) - 1, size);
        this.add(high & ~mask, high, size);
        return;
      }
    }
    this.addRanges(low, high, size);
  }

  /** Code points whose encodings are a range at every byte. */
  private addRanges(low: u32, high: u32, size: i32): void {
    let shared = 0;
    while (shared < this.depth - 1 && this.open[shared] == byteRange(low, high, size, shared)) shared += 1;
    this.closeFrom(shared);
    this.open[shared] = byteRange(low, high, size, shared);
    for (let level = shared + 1; level < size; level++) this.open[level] = byteRange(low, high, size, level);
    this.depth = size;
  }

  /** The targets of all that is open at `level` and below it become known. */
  private closeFrom(level: i32): void {
    let target = this.next;
    for (; this.depth - 1 > level; this.depth -= 1) {
      this.closeRange(this.depth - 1, target);
      target = this.stateOf(this.depth - 1);
    }
    this.closeRange(level, target);
  }

  private closeRange(level: i32, target: u32): void {
    if (this.open[level] == NO_RANGE) return;
    this.done[level].push(this.open[level]);
    this.done[level].push(target);
    this.open[level] = NO_RANGE;
  }

  /** The state with the ranges of this level, which is empty then: an equal one of this set, or a new one. */
  private stateOf(level: i32): u32 {
    const ranges = this.done[level];
    const program = this.program;
    for (let state = this.firstState, count = <u32>program.size; state < count; state++) {
      if (this.isState(state, ranges)) {
        ranges.length = 0;
        return state;
      }
    }
    const state = program.addBytes(this.owner);
    for (let i = 0; i < ranges.length; i += 2) program.addRange(ranges[i] & 0xff, ranges[i] >> 8, ranges[i + 1]);
    ranges.length = 0;
    return state;
  }

  private isState(state: u32, ranges: Array<u32>): bool {
    const program = this.program;
    const count = program.rangeCount(state);
    if (count * 2 != <u32>ranges.length) return false;
    for (let i: u32 = 0; i < count; i++) {
      if ((program.low(state, i) | (program.high(state, i) << 8)) != ranges[2 * i]) return false;
      if (program.target(state, i) != ranges[2 * i + 1]) return false;
    }
    return true;
  }

  finish(): u32 {
    this.closeFrom(0);
    return this.stateOf(0);
  }
}

/** Low and high of the byte at `index` of the encodings, which have `size` bytes. */
function byteRange(low: u32, high: u32, size: i32, index: i32): u32 {
  return encodedByte(low, size, index) | (encodedByte(high, size, index) << 8);
}

function encodedByte(codePoint: u32, size: i32, index: i32): u32 {
  const bits = codePoint >> (6 * (size - 1 - index));
  if (index > 0) return 0x80 | (bits & 0x3f);
  if (size == 1) return bits;
  return ((0xf00 >> size) & 0xff) | bits;
}

/** First and last code point of each encoded length; the three-byte ones without surrogates. */
const LENGTHS: StaticArray<u32> = [
  0, 0x7f, 1, 0x80, 0x7ff, 2, 0x800, 0xd7ff, 3, 0xe000, 0xffff, 3, 0x10000, 0x10ffff, 4,
];

/** A state that goes on at `next` with the UTF-8 of one character of the normalised set. */
export function addCharacters(program: Program, owner: i32, set: CodePoints, next: u32): u32 {
  const ranges = set.ranges;
  if (ranges.length > 0 && ranges[ranges.length - 1] < 0x80) {
    const state = program.addBytes(owner);
    for (let i = 0; i < ranges.length; i += 2) program.addRange(ranges[i], ranges[i + 1], next);
    return state;
  }
  const tree = new Utf8Tree(program, owner, next);
  for (let i = 0; i < ranges.length; i += 2) {
    for (let at = 0; at < LENGTHS.length; at += 3) {
      const low = max(ranges[i], LENGTHS[at]);
      const high = min(ranges[i + 1], LENGTHS[at + 1]);
      if (low <= high) tree.add(low, high, LENGTHS[at + 2]);
    }
  }
  return tree.finish();
}

/** As `addCharacters`, of one. */
export function addCharacter(program: Program, owner: i32, codePoint: u32, next: u32): u32 {
  const size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  let first = next;
  for (let i = size - 1; i >= 0; i--) {
    const byte = encodedByte(codePoint, size, i);
    const state = program.addBytes(owner);
    program.addRange(byte, byte, first);
    first = state;
  }
  return first;
}
