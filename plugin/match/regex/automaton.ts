import { end, Span, start } from "../../wire/span";
import { Beginnings } from "../scan/beginnings";
import { BitSet } from "../scan/bit-set";
import { beginningsOf } from "./beginnings";
import { Before, END, placeBehind } from "./boundary";
import { ByteClasses } from "./byte-classes";
import { MIN_BYTES_PER_STATE } from "./limits";
import { Program, State } from "./program";
import { DEAD, Entry, RESTING, SPECIAL, StateCache, UNKNOWN } from "./state-cache";
import { StateSet } from "./state-set";
import { kept, Walk } from "./walk";

/** In place of an entry: the cache was full again too soon. */
const GIVE_UP: Entry = 7;

/** Numbers the searches: 0 is none. */
let searches: u64 = 0;

/**
 * Some patterns of a program as a deterministic automaton, whose states are built when a text first
 * needs them: then a byte costs one look into a table. While no match is under way, it goes on where one may begin.
 */
export class Automaton {
  private walk: Walk;
  private classes: ByteClasses;
  private cache: StateCache;
  /** Null: a match may begin anywhere, or only at the start of a text. */
  private beginnings: Beginnings | null;
  /** Entries tell where no match is under way. */
  private skips: bool = false;
  /** The place that was skipped to last. */
  private place: usize = 0;
  /** What a text begins with, while the cache holds it. */
  private beginning: Entry = UNKNOWN;
  /** Bytes read since the cache was empty. */
  private served: u64 = 0;
  /** The text being searched, and where the part of it begins that is not yet in `served`. */
  private mark: usize = 0;

  constructor(
    private program: Program,
    readonly patterns: Array<i32>,
    readonly budget: i32,
  ) {
    this.walk = new Walk(program, patterns);
    const classes = new ByteClasses(program, patterns);
    this.classes = classes;
    this.cache = new StateCache(classes.rowBytes, budget);
    this.beginnings = this.walk.onlyAtTextStart ? null : beginningsOf(program, patterns);
  }

  /**
   * Sets in `into` each pattern that matches somewhere in the text; `first`: until one does. False if
   * the cache does not pay for these patterns together, and not all was searched.
   */
  search(text: Span, into: BitSet, first: bool): bool {
    if (this.isComplete(into)) return true;
    searches += 1;
    this.mark = start(text);
    const stop = end(text);
    const classes = this.classes.table;
    this.choose(<i32>(stop - this.mark));
    let entry = this.begin();
    if (entry & SPECIAL && this.arrive(entry, into, first)) return true;
    let row = entry & ~RESTING;
    let rows = this.cache.table;
    let at = start(text);
    if (this.skips) at = this.skip(at, stop);
    for (; at < stop; at++) {
      const byte = load<u8>(at);
      // Without SPECIAL an entry is its row: what the next look waits for is one addition and one load.
      entry = load<u32>(<usize>row + (rows + load<u16>(classes + ((<usize>byte) << 1))));
      if (entry & SPECIAL) {
        if (entry == UNKNOWN) {
          entry = this.build(row, byte, at);
          if (entry == GIVE_UP) return this.simulate(at, stop, into, first);
          rows = this.cache.table;
        }
        if ((entry & RESTING) == RESTING) at = this.skip(at + 1, stop) - 1;
        else if (entry & SPECIAL && this.arrive(entry, into, first)) return this.count(at);
        entry &= ~RESTING;
      }
      row = entry;
    }
    entry = load<u32>(<usize>row + (rows + this.classes.endOffset));
    if (entry == UNKNOWN) entry = this.build(row, END, stop);
    if (entry == GIVE_UP) return this.simulate(stop, stop, into, first);
    if (entry & SPECIAL) this.arrive(entry, into, first);
    return this.count(stop);
  }

  /** Whether to skip in the next text, of that many bytes. */
  private choose(bytes: i32): void {
    const beginnings = this.beginnings;
    if (beginnings === null) return;
    if (!beginnings.pays) beginnings.rest(bytes);
    if (beginnings.pays == this.skips) return;
    this.skips = beginnings.pays;
    this.forget();
  }

  /**
   * Where to go on if no match is under way behind what stands before `at`: there, or one byte before the next
   * place where one may begin, so that the state of that byte tells what is before it.
   */
  private skip(at: usize, stop: usize): usize {
    const beginnings = this.beginnings;
    if (beginnings === null || !beginnings.pays || at == this.place) return at;
    this.place = beginnings.next(at, stop);
    return max(this.place - 1, at);
  }

  /** Ends a search that has read up to `at`. */
  private count(at: usize): bool {
    this.served += at - this.mark;
    return true;
  }

  private begin(): Entry {
    this.walk.reserve();
    if (this.beginning == UNKNOWN) {
      this.walk.begin();
      this.beginning = this.cache.entry(kept, Before.TextStart, kept.size > 0);
    }
    return this.beginning;
  }

  /** Builds the entry of a row for the byte at `at`, or END. */
  private build(row: Entry, byte: i32, at: usize): Entry {
    const cache = this.cache;
    this.walk.step(cache.members(row), cache.size(row), cache.before(row), byte);
    if (cache.isFull(kept.size)) {
      const served = this.served + (at - this.mark);
      const pays = served >= <u64>(cache.count * MIN_BYTES_PER_STATE);
      this.forget();
      this.mark = at;
      return pays ? this.entryBehind(byte) : GIVE_UP;
    }
    const entry = this.entryBehind(byte);
    store<u32>(cache.table + row + this.classes.offset(byte), entry);
    return entry;
  }

  /** Empties the cache. */
  private forget(): void {
    this.served = 0;
    this.cache.flush();
    this.beginning = UNKNOWN;
  }

  /** The entry that leads to `kept`. */
  private entryBehind(byte: i32): Entry {
    if (this.walk.isDead) return DEAD;
    const entry = this.cache.entry(kept, placeBehind(byte, this.classes.assertions), hasMatch(this.program, kept));
    return this.skips && kept.size == 0 ? entry | RESTING : entry;
  }

  /** Notes the matches that the entry's state says; whether the search is at its end. */
  private arrive(entry: Entry, into: BitSet, first: bool): bool {
    if (entry == DEAD) return true;
    const cache = this.cache;
    if (!cache.isFirstVisit(entry, searches)) return false;
    return this.note(cache.members(entry), cache.size(entry), into) && (first || this.isComplete(into));
  }

  /** Whether there was a match among the states. */
  private note(members: usize, count: i32, into: BitSet): bool {
    const program = this.program;
    let any = false;
    for (let i = 0; i < count; i++) {
      const state = load<u32>(members + ((<usize>i) << 2));
      if (program.kind(state) != State.Match) continue;
      into.set(program.owner(state));
      any = true;
    }
    return any;
  }

  private isComplete(into: BitSet): bool {
    for (let i = 0; i < this.patterns.length; i++) if (!into.has(unchecked(this.patterns[i]))) return false;
    return true;
  }

  /** Goes on without a cache behind the byte at `at`, whose step has led to `kept`; linear, but slow. */
  private simulate(at: usize, stop: usize, into: BitSet, first: bool): bool {
    if (this.patterns.length > 1) return false;
    const walk = this.walk;
    let byte = at < stop ? <i32>load<u8>(at) : END;
    while (!this.note(kept.members, kept.size, into) || !(first || this.isComplete(into))) {
      if (byte == END || walk.isDead) break;
      const before = placeBehind(byte, this.classes.assertions);
      at += 1;
      byte = at < stop ? <i32>load<u8>(at) : END;
      walk.step(kept.members, kept.size, before, byte);
    }
    return true;
  }
}

function hasMatch(program: Program, states: StateSet): bool {
  for (let i = 0; i < states.size; i++) if (program.kind(states.member(i)) == State.Match) return true;
  return false;
}
