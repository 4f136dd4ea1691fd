import { KeywordTrie } from "./keyword-trie";

export const NONE = -1;

/**
 * A trie made into Aho and Corasick's automaton (CACM 18(6), 1975): each state has a step for each byte, to the
 * longest beginning of a word that the text ends in. States at which words end have the highest numbers, so that
 * one comparison tells them.
 */
export class KeywordAutomaton {
  /** One row of 1 << `shift` states for each state, by the class of the next byte. */
  rows: StaticArray<u16> = new StaticArray<u16>(0);
  /** The number of states at which no word ends: the first of the others. */
  firstEnd: i32 = 0;
  /** Of a state less `firstEnd`: a word that ends there and is as long as the state is deep; NONE. */
  private heads: StaticArray<i32> = new StaticArray<i32>(0);
  /** Of a state less `firstEnd`: the state at which the next shorter words end; NONE. */
  private shorter: StaticArray<i32> = new StaticArray<i32>(0);
  /** Of a word: another one that is the same but for its case; NONE. */
  private sames: StaticArray<i32> = new StaticArray<i32>(0);

  /** `ends`: the state at which each word ends. */
  constructor(trie: KeywordTrie, ends: StaticArray<i32>) {
    const states = trie.states;
    const order = new StaticArray<i32>(states);
    const fallbacks = complete(trie, order);
    const heads = this.chain(ends, states);

    const numbers = new StaticArray<i32>(states);
    const shorter = new StaticArray<i32>(states);
    let next = 0;
    for (let i = 0; i < states; i++) {
      const state = order[i];
      const fallback = fallbacks[state];
      shorter[state] = state == 0 ? NONE : heads[fallback] != NONE ? fallback : shorter[fallback];
      if (heads[state] == NONE && shorter[state] == NONE) numbers[state] = next++;
    }
    this.firstEnd = next;
    this.heads = new StaticArray<i32>(states - next);
    this.shorter = new StaticArray<i32>(states - next);
    for (let i = 0; i < states; i++) {
      const state = order[i];
      if (heads[state] == NONE && shorter[state] == NONE) continue;
      // The shorter one is nearer to the root, so it has its number.
      this.heads[next - this.firstEnd] = heads[state];
      this.shorter[next - this.firstEnd] = shorter[state] == NONE ? NONE : numbers[shorter[state]];
      numbers[state] = next++;
    }
    this.renumber(trie, numbers);
  }

  /** A word that ends at a state of at least `firstEnd`; NONE: only shorter ones do. */
  wordAt(state: i32): i32 {
    return unchecked(this.heads[state - this.firstEnd]);
  }

  /** Another that ends where `word` does; NONE. */
  sameAs(word: i32): i32 {
    return unchecked(this.sames[word]);
  }

  /** The state of the shorter words that end where those of `state` do; NONE. */
  shorterThan(state: i32): i32 {
    return unchecked(this.shorter[state - this.firstEnd]);
  }

  /** The last word that ends at each state. */
  private chain(ends: StaticArray<i32>, states: i32): StaticArray<i32> {
    const heads = new StaticArray<i32>(states).fill(NONE);
    this.sames = new StaticArray<i32>(ends.length);
    for (let word = 0; word < ends.length; word++) {
      this.sames[word] = heads[ends[word]];
      heads[ends[word]] = word;
    }
    return heads;
  }

  private renumber(trie: KeywordTrie, numbers: StaticArray<i32>): void {
    const width = 1 << trie.shift;
    this.rows = new StaticArray<u16>(trie.states << trie.shift);
    for (let state = 0; state < trie.states; state++) {
      const from = state << trie.shift;
      const to = numbers[state] << trie.shift;
      for (let i = 0; i < width; i++) this.rows[to + i] = <u16>numbers[trie.rows[from + i]];
    }
  }
}

/**
 * Gives each state the steps that it lacks, those of its fallback: the longest other state that its bytes end in.
 * Puts the states into `order` by their depth, and gives the fallbacks.
 */
function complete(trie: KeywordTrie, order: StaticArray<i32>): StaticArray<i32> {
  const rows = trie.rows;
  const width = 1 << trie.shift;
  const fallbacks = new StaticArray<i32>(trie.states);
  const isKnown = new StaticArray<bool>(trie.states);
  let known = 1;
  for (let i = 0; i < known; i++) {
    const state = order[i];
    for (let j = 0; j < width; j++) {
      const place = (state << trie.shift) + j;
      const next = <i32>rows[place];
      const other = state == 0 ? 0 : <i32>rows[(fallbacks[state] << trie.shift) + j];
      if (next == 0) {
        rows[place] = <u16>other;
      } else if (!isKnown[next]) {
        isKnown[next] = true;
        fallbacks[next] = other;
        order[known++] = next;
      }
    }
  }
  return fallbacks;
}
