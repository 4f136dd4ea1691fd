import { isDigit, isLetter } from "./border";

const STAR: u8 = 0x2a;
const SPACE: u8 = 0x20;

/**
 * Words that tell, before a number, what it is. A list of words in lower case with a space between
 * them; a word may go on in the text where it ends with a `*`.
 */
export class Label {
  private words: ArrayBuffer;

  constructor(words: string) {
    this.words = String.UTF8.encode(words);
  }

  /** Whether one stands at most `reach` bytes before `at`, on the same line and with no digit between. */
  stands(at: usize, begin: usize, reach: usize): bool {
    let low = at;
    while (low > begin && at - low < reach) {
      const byte = load<u8>(low - 1);
      if (byte == 0x0a || isDigit(byte)) break;
      low -= 1;
    }
    for (let word = low; word < at; word++) {
      const byte = load<u8>(word);
      const isStart = isLetter(byte) ? word == begin || !isLetter(load<u8>(word - 1)) : byte >= 0xc2;
      if (isStart && this.isAt(word, at)) return true;
    }
    return false;
  }

  private isAt(word: usize, stop: usize): bool {
    let at = changetype<usize>(this.words);
    const end = at + this.words.byteLength;
    while (at < end) {
      let place = word;
      while (at < end && load<u8>(at) != SPACE && place < stop && load<u8>(at) == lower(load<u8>(place))) {
        at += 1;
        place += 1;
      }
      const left: u8 = at < end ? load<u8>(at) : SPACE;
      if (left == STAR) return true;
      if (left == SPACE && (place >= stop || !isLetter(load<u8>(place)))) return true;
      while (at < end && load<u8>(at) != SPACE) at += 1;
      at += 1;
    }
    return false;
  }
}

function lower(byte: u8): u8 {
  return <u8>(byte - 0x41) < 26 ? byte | 0x20 : byte;
}
