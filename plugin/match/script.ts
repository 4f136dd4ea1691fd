import { end, Span, start } from "../wire/span";
import { SCRIPTS, Script } from "./script-name";
import { firstOf, lastOf, rangeOf, scriptOf } from "./script-ranges";

const NONE = -1;

/**
 * Counts the letters of each writing system in texts of UTF-8. A script is no language: Japanese is counted as what
 * it is written in, Hiragana, Katakana and Han, of which mostly Hiragana has the most; English and Turkish are Latin.
 * Letters of other scripts, digits and signs count for none, and bytes that are no UTF-8 are passed over.
 */
export class Scripts {
  private counts: StaticArray<i32> = new StaticArray<i32>(SCRIPTS.length);

  clear(): void {
    this.counts.fill(0);
  }

  /** May be called for several texts, which then count as one. */
  add(text: Span): void {
    const stop = end(text);
    let at = start(text);
    let latin = 0;
    // Letters in the range of the last one, as most are; not yet in `counts`.
    let first = i32.MAX_VALUE;
    let last = 0;
    let script = Script.None;
    let same = 0;
    while (at < stop) {
      const lead = load<u8>(at);
      if (lead < 0x80) {
        const bytes = v128.load(at);
        const beyond = i8x16.bitmask(bytes);
        if (beyond == 0 && at + 16 <= stop) {
          latin += popcnt(lettersAmong(bytes));
          at += 16;
        } else {
          const run = <i32>min<usize>(ctz(beyond | 0x10000), stop - at);
          latin += popcnt(lettersAmong(bytes) & ((1 << run) - 1));
          at += run;
        }
        continue;
      }
      const size = sizeOf(lead);
      const letter = at + size <= stop ? letterAt(at, size) : NONE;
      // Behind what is no character the next byte may begin one.
      at += letter == NONE ? 1 : size;
      if (letter >= first && letter <= last) {
        same += 1;
        continue;
      }
      const range = rangeOf(letter);
      if (range < 0) continue;
      this.counts[script] += same;
      first = firstOf(range);
      last = lastOf(range);
      script = scriptOf(range);
      same = 1;
    }
    this.counts[script] += same;
    this.counts[Script.Latin] += latin;
  }

  /** The number of letters. */
  of(script: Script): i32 {
    return <u32>script < <u32>SCRIPTS.length ? this.counts[script] : 0;
  }

  /** That with the most letters; `None` if there are no letters, or if two have the most. */
  dominant(): Script {
    let most = 0;
    let first = Script.None;
    for (let script = 1; script < SCRIPTS.length; script++) {
      const count = unchecked(this.counts[script]);
      if (count > most) first = script;
      else if (count == most) first = Script.None;
      most = max(most, count);
    }
    return first;
  }
}

/** Which of 16 bytes are letters of ASCII. */
function lettersAmong(bytes: v128): i32 {
  const lower = v128.or(bytes, i8x16.splat(0x20));
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26)));
}

/** Bytes of the character with this first byte; 1: it is none. */
function sizeOf(lead: u8): usize {
  if (lead < 0xc2 || lead > 0xf4) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** `NONE` if other bytes than continuation bytes follow the first. */
function letterAt(at: usize, size: usize): i32 {
  if (size == 1) return NONE;
  const lead = <i32>load<u8>(at);
  // Of a continuation byte six bits are left, of any other more.
  const second = <i32>load<u8>(at, 1) ^ 0x80;
  if (size == 2) return second > 0x3f ? NONE : ((lead & 0x1f) << 6) | second;
  const third = <i32>load<u8>(at, 2) ^ 0x80;
  if (size == 3) return (second | third) > 0x3f ? NONE : ((lead & 0x0f) << 12) | (second << 6) | third;
  const fourth = <i32>load<u8>(at, 3) ^ 0x80;
  if ((second | third | fourth) > 0x3f) return NONE;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | fourth;
}
