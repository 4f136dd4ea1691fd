import { Output } from "../wire/output";
import { end, length, Span, span, start } from "../wire/span";
import { isUtf8 } from "../wire/utf8";
import { KeywordAutomaton, NONE } from "./keyword-automaton";
import { KeywordTrie } from "./keyword-trie";
import { Beginnings } from "./scan/beginnings";
import { BitSet } from "./scan/bit-set";
import { beginsWord, endsWord } from "./word-edge";

const MAX_WORDS = 4096;
/** Of all words together. The table has 2 bytes for each byte of them and each byte value in them: 4 MB for English. */
const MAX_BYTES = 32768;

/** A text at least this long, and this many times as long as the longest word, is read at four places at once. */
const LONG = 256;
const MANY_TIMES = 8;

/** An end of the word is a letter or digit, so that no other may follow it. */
const WHOLE_START: u8 = 1;
const WHOLE_END: u8 = 2;

/**
 * Which of many keywords stand in a text: all at once, with one step for each byte, in an automaton that is made when
 * the policy is loaded; while a text has few places where one may begin, with steps there alone.
 *
 * - The case of letters does not matter in ASCII, nor in Latin (U+00C0 to U+017E), Greek, Cyrillic and Armenian
 *   (`letter-case.ts`); nor which of space, tab, line feed and carriage return stands between two words.
 * - A keyword is no part of another word: `ass` is not in `class`, nor `pass` in `passé`. Only its ends that are
 *   letters or digits (`word-edge.ts`) are held to this: `C++` is in `C++20`, and in scripts without spaces between
 *   words a keyword is found anywhere.
 */
export class Keywords {
  /** Why a word was refused; empty: none was. */
  problem: string = "";

  private bytes: Output = new Output();
  private sizes: i32[] = [];
  private indexes: i32[] = [];
  private wholes: u8[] = [];
  private longest: i32 = 0;
  /** How many indexes there are. */
  private wanted: i32 = 0;
  private trie: KeywordTrie = new KeywordTrie();
  private automaton: KeywordAutomaton | null = null;
  private beginnings: Beginnings = new Beginnings();

  /** `index`: what `search` finds if the word is there; several words may have the same. Before `compile`. */
  add(word: Span, index: i32): void {
    const size = length(word);
    let problem = "";
    if (size == 0) problem = "a keyword is empty";
    else if (!isUtf8(word)) problem = "a keyword is not UTF-8";
    else if (this.sizes.length == MAX_WORDS) problem = "more than " + MAX_WORDS.toString() + " keywords";
    else if (this.bytes.size + size > MAX_BYTES) problem = "keywords of more than " + MAX_BYTES.toString() + " bytes";
    if (problem != "") {
      this.problem = problem;
      return;
    }
    this.bytes.raw(word);
    this.sizes.push(size);
    this.indexes.push(index);
    this.wholes.push(
      (beginsWord(start(word), end(word)) ? WHOLE_START : 0) | (endsWord(start(word), end(word)) ? WHOLE_END : 0),
    );
    this.longest = max(this.longest, size);
  }

  /** Once, when all words are there. */
  compile(): void {
    const count = this.sizes.length;
    if (count == 0) return;
    for (let i = 0, at = start(this.bytes.bytes); i < count; i++) {
      this.trie.meet(span(at, this.sizes[i]));
      at += this.sizes[i];
    }
    this.trie.open(this.bytes.size);
    const ends = new StaticArray<i32>(count);
    for (let i = 0, at = start(this.bytes.bytes); i < count; i++) {
      ends[i] = this.trie.insert(span(at, this.sizes[i]));
      at += this.sizes[i];
    }
    this.beginnings = this.trie.beginnings(ends);
    this.automaton = new KeywordAutomaton(this.trie, ends);
    this.trie.close();
    this.bytes.free();
    this.wanted = this.countIndexes();
  }

  private countIndexes(): i32 {
    let last = 0;
    for (let i = 0; i < this.indexes.length; i++) last = max(last, this.indexes[i]);
    const seen = new BitSet(last + 1);
    for (let i = 0; i < this.indexes.length; i++) seen.set(this.indexes[i]);
    return seen.count;
  }

  /** Adds to `found` the indexes of the words in the text; nothing else may be in it, for the search ends with the last. */
  search(text: Span, found: BitSet): void {
    const automaton = this.automaton;
    if (automaton === null || found.count >= this.wanted) return;
    const rest = this.searchBeginnings(automaton, text, found);
    if (rest < end(text) && found.count < this.wanted) this.searchAll(automaton, text, rest, found);
  }

  /** Goes from one place where a word may begin to the next, as long as that pays: then where to go on. */
  private searchBeginnings(automaton: KeywordAutomaton, text: Span, found: BitSet): usize {
    const beginnings = this.beginnings;
    const classes = changetype<usize>(this.trie.classes);
    const rows = changetype<usize>(automaton.rows);
    const shift = this.trie.shift;
    const firstEnd = automaton.firstEnd;
    const stop = end(text);
    let at = start(text);
    while (at < stop && beginnings.pays) {
      at = beginnings.next(at, stop);
      let state = 0;
      while (at < stop) {
        state = step(rows, shift, state, classes, at);
        at += 1;
        if (state == 0) break;
        if (state >= firstEnd && !this.meet(automaton, state, at, text, found)) return stop;
      }
    }
    return at;
  }

  /** `from`: no word has begun before it that does not end before it. */
  private searchAll(automaton: KeywordAutomaton, text: Span, from: usize, found: BitSet): void {
    const overlap = this.longest - 1;
    const size = <i32>(end(text) - from);
    const part = (size + 3 * overlap) >> 2;
    this.beginnings.rest(size);
    if (size < LONG || size < MANY_TIMES * this.longest) {
      this.searchOne(automaton, text, from, found);
    } else if (this.searchFour(automaton, text, from, part, part - overlap, found)) {
      // What the division by four leaves, with the longest word that may end in it.
      const rest = from + 4 * part - 3 * overlap;
      if (rest < end(text)) this.searchOne(automaton, text, rest - overlap, found);
    }
  }

  private searchOne(automaton: KeywordAutomaton, text: Span, from: usize, found: BitSet): void {
    const classes = changetype<usize>(this.trie.classes);
    const rows = changetype<usize>(automaton.rows);
    const shift = this.trie.shift;
    const firstEnd = automaton.firstEnd;
    const stop = end(text);
    let state = 0;
    for (let at = from; at < stop; at++) {
      state = step(rows, shift, state, classes, at);
      if (state >= firstEnd && !this.meet(automaton, state, at + 1, text, found)) return;
    }
  }

  /**
   * Reads `part` bytes at four places, `apart` from each other, in turns: a step waits for the memory that the last
   * one of its own place read, not of the others. False: all is found.
   */
  private searchFour(automaton: KeywordAutomaton, text: Span, from: usize, part: i32, apart: i32, found: BitSet): bool {
    const classes = changetype<usize>(this.trie.classes);
    const rows = changetype<usize>(automaton.rows);
    const shift = this.trie.shift;
    const firstEnd = automaton.firstEnd;
    const stop = from + part;
    const second: usize = apart;
    const third: usize = 2 * apart;
    const fourth: usize = 3 * apart;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let at = from; at < stop; at++) {
      a = step(rows, shift, a, classes, at);
      b = step(rows, shift, b, classes, at + second);
      c = step(rows, shift, c, classes, at + third);
      d = step(rows, shift, d, classes, at + fourth);
      if (!(i32(a >= firstEnd) | i32(b >= firstEnd) | i32(c >= firstEnd) | i32(d >= firstEnd))) continue;
      if (a >= firstEnd && !this.meet(automaton, a, at + 1, text, found)) return false;
      if (b >= firstEnd && !this.meet(automaton, b, at + 1 + second, text, found)) return false;
      if (c >= firstEnd && !this.meet(automaton, c, at + 1 + third, text, found)) return false;
      if (d >= firstEnd && !this.meet(automaton, d, at + 1 + fourth, text, found)) return false;
    }
    return true;
  }

  /** The words that end at `state`, before `at`. False: all is found. */
  private meet(automaton: KeywordAutomaton, state: i32, at: usize, text: Span, found: BitSet): bool {
    for (; state != NONE; state = automaton.shorterThan(state)) {
      for (let word = automaton.wordAt(state); word != NONE; word = automaton.sameAs(word)) {
        const index = unchecked(this.indexes[word]);
        if (found.has(index)) continue;
        const whole = unchecked(this.wholes[word]);
        if (whole & WHOLE_END && beginsWord(at, end(text))) continue;
        if (whole & WHOLE_START && endsWord(start(text), at - unchecked(this.sizes[word]))) continue;
        found.set(index);
        if (found.count >= this.wanted) return false;
      }
    }
    return true;
  }
}

function step(rows: usize, shift: i32, state: i32, classes: usize, at: usize): i32 {
  const place = ((<usize>state) << shift) + load<u8>(classes + load<u8>(at));
  return load<u16>(rows + (place << 1));
}
