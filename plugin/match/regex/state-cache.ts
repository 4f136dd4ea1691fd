import { StateSet } from "./state-set";

/** An entry of a row: the offset of the next state's row, in bytes, which leaves two bits. */
export type Entry = u32;

/** Bit of an entry: stop and look. */
export const SPECIAL: Entry = 1;
/** Both bits: no match is under way. */
export const RESTING: Entry = 3;
/** Nothing matches any more; the row is never read. */
export const DEAD: Entry = 1;
/** Not built yet; no row is there. */
export const UNKNOWN: Entry = 3;

/** Of a kept state: its size and what is before it, its hash, the search that has seen it (two words); then its members. */
const HEAD: i32 = 4;

/** The DFA's states, up to a budget: rows of entries, and the set of program states that each stands for. */
export class StateCache {
  private rows: StaticArray<u32> = new StaticArray<u32>(0);
  private words: StaticArray<u32> = new StaticArray<u32>(0);
  private usedWords: i32 = 0;
  /** Of each state: where its words begin. */
  private heads: StaticArray<u32> = new StaticArray<u32>(0);
  /** Open addressing; 0 is free, and the number of the state that is DEAD. */
  private slots: StaticArray<u32> = new StaticArray<u32>(0);
  /** States, with the dead one. */
  count: i32 = 1;

  constructor(
    private rowBytes: i32,
    private budget: i32,
  ) {}

  get table(): usize {
    return changetype<usize>(this.rows);
  }

  /** Forgets every state. */
  flush(): void {
    this.count = 1;
    this.usedWords = 0;
    memory.fill(changetype<usize>(this.slots), 0, this.slots.length << 2);
  }

  /** Whether one more state of that size is over the budget. */
  isFull(size: i32): bool {
    const words = this.usedWords + HEAD + size + 3 * this.count;
    return this.count > 4 && (words << 2) + this.rowBytes * (this.count + 1) > this.budget;
  }

  /** The entry that leads to the state of these members, which is added if it is new. */
  entry(members: StateSet, before: u32, isSpecial: bool): Entry {
    const hash = hashOf(members, before);
    let state = this.find(members, before, hash);
    if (state == 0) state = this.add(members, before, hash);
    return <u32>(state * this.rowBytes) | (isSpecial ? SPECIAL : 0);
  }

  private find(members: StateSet, before: u32, hash: u32): i32 {
    const mask = this.slots.length - 1;
    if (mask < 0) return 0;
    let slot = hash & mask;
    let state = <i32>unchecked(this.slots[slot]);
    while (state != 0 && !this.isState(state, members, before, hash)) {
      slot = (slot + 1) & mask;
      state = <i32>unchecked(this.slots[slot]);
    }
    return state;
  }

  private isState(state: i32, members: StateSet, before: u32, hash: u32): bool {
    const head = this.head(state);
    if (load<u32>(head, 4) != hash || load<u32>(head) != (((<u32>members.size) << 3) | before)) return false;
    for (let i = 0; i < members.size; i++) {
      if (!members.has(load<u32>(head + ((<usize>(HEAD + i)) << 2)))) return false;
    }
    return true;
  }

  private add(members: StateSet, before: u32, hash: u32): i32 {
    const state = this.count++;
    this.grow(members.size);
    this.heads[state] = this.usedWords;
    const head = this.head(state);
    store<u32>(head, ((<u32>members.size) << 3) | before);
    store<u32>(head, hash, 4);
    store<u64>(head, 0, 8);
    memory.copy(head + HEAD * 4, members.members, (<usize>members.size) << 2);
    this.usedWords += HEAD + members.size;
    const row = this.table + state * this.rowBytes;
    for (let at = row; at < row + this.rowBytes; at += 4) store<u32>(at, UNKNOWN);
    this.place(state, hash);
    return state;
  }

  private place(state: i32, hash: u32): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (unchecked(this.slots[slot]) != 0) slot = (slot + 1) & mask;
    this.slots[slot] = state;
  }

  /** Makes room for the state `count - 1`, with `size` members. */
  private grow(size: i32): void {
    this.rows = grown(this.rows, (this.count * this.rowBytes) >> 2);
    this.words = grown(this.words, this.usedWords + HEAD + size);
    this.heads = grown(this.heads, this.count);
    if (this.count * 2 < this.slots.length) return;
    this.slots = new StaticArray<u32>(max(this.slots.length * 2, 16));
    for (let state = 1; state < this.count - 1; state++) this.place(state, load<u32>(this.head(state), 4));
  }

  private head(state: i32): usize {
    return changetype<usize>(this.words) + ((<usize>unchecked(this.heads[state])) << 2);
  }

  private headOf(entry: Entry): usize {
    return this.head((entry & ~3) / this.rowBytes);
  }

  size(entry: Entry): i32 {
    return load<u32>(this.headOf(entry)) >> 3;
  }

  before(entry: Entry): u32 {
    return load<u32>(this.headOf(entry)) & 7;
  }

  members(entry: Entry): usize {
    return this.headOf(entry) + HEAD * 4;
  }

  /** Whether the search of that number has not been at this state yet. */
  isFirstVisit(entry: Entry, search: u64): bool {
    const head = this.headOf(entry);
    if (load<u64>(head, 8) == search) return false;
    store<u64>(head, search, 8);
    return true;
  }
}

/** Without regard to the order of the members. */
function hashOf(members: StateSet, before: u32): u32 {
  let hash: u32 = before * 0x85ebca6b;
  for (let i = 0; i < members.size; i++) {
    const mixed = (members.member(i) + 1) * 0x9e3779b1;
    hash += mixed ^ (mixed >> 15);
  }
  return hash;
}

/** The array, or twice as much, so that `length` fits. */
function grown(array: StaticArray<u32>, length: i32): StaticArray<u32> {
  if (length <= array.length) return array;
  const larger = new StaticArray<u32>(max(length, array.length * 2));
  memory.copy(changetype<usize>(larger), changetype<usize>(array), (<usize>array.length) << 2);
  return larger;
}
