import { END, isWordCharacter, LINE_ASSERTIONS, WORD_ASSERTIONS } from "./boundary";
import { Program, State } from "./program";

/** Bytes that no state of some patterns tells apart; a row of the DFA has one entry for each class, and one for END. */
export class ByteClasses {
  /** Of each byte: the offset of its class's entry in a row, in bytes. */
  private offsets: StaticArray<u16> = new StaticArray<u16>(256);
  /** The offset of END's entry. */
  readonly endOffset: i32;
  /** All assertions in the patterns. */
  assertions: u32 = 0;

  constructor(program: Program, patterns: Array<i32>) {
    const begins = new StaticArray<bool>(257);
    for (let i = 0; i < patterns.length; i++) {
      const end = program.endState(patterns[i]);
      for (let state = program.lowestState(patterns[i]); state < end; state++) {
        const kind = program.kind(state);
        if (kind == State.Bytes) markRanges(program, state, begins);
        else if (kind == State.Assert) this.assertions |= program.first(state);
      }
    }
    if (this.assertions & LINE_ASSERTIONS) begins[0x0a] = begins[0x0b] = true;
    if (this.assertions & WORD_ASSERTIONS) begins[0x80] = begins[0xc0] = true;
    let classes = 0;
    for (let byte = 1; byte < 256; byte++) {
      const wordEdge = isWordCharacter(byte) != isWordCharacter(byte - 1);
      if (begins[byte] || (wordEdge && this.assertions & WORD_ASSERTIONS)) classes += 1;
      this.offsets[byte] = <u16>(classes << 2);
    }
    this.endOffset = (classes + 1) << 2;
  }

  /** An u16 for each byte. */
  get table(): usize {
    return changetype<usize>(this.offsets);
  }

  offset(byte: i32): i32 {
    return byte == END ? this.endOffset : <i32>unchecked(this.offsets[byte]);
  }

  get rowBytes(): i32 {
    return this.endOffset + 4;
  }
}

function markRanges(program: Program, state: u32, begins: StaticArray<bool>): void {
  for (let i: u32 = 0, count = program.rangeCount(state); i < count; i++) {
    begins[program.low(state, i)] = true;
    begins[program.high(state, i) + 1] = true;
  }
}
