import { unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { ABSENT, end, length, Span, start } from "../wire/span";

/** A request's stop sequences, looked for where its provider's dialect has no word for them. */
export class StopSequences {
  /** The place behind the text that was searched last at which one begins; -1: there is none. */
  at: i32 = -1;
  /** The one that begins there, a raw string. */
  found: Span = ABSENT;
  private texts: Array<Output> = [];

  /** `raw`: raw strings, which live as long as this. Empty ones stop nothing. */
  constructor(private raw: Array<Span>) {
    for (let i = 0; i < raw.length; i++) {
      const text = new Output();
      unescape(raw[i], text);
      this.texts.push(text);
    }
  }

  /** Whether one of them stands in the UTF-8 text; `at` and `found` tell of the first. */
  find(text: Span): bool {
    this.at = -1;
    for (let at = start(text), stop = end(text); at < stop; at++) {
      for (let i = 0; i < this.texts.length; i++) {
        const size = this.texts[i].size;
        if (size == 0 || at + size > stop || !beginsWith(at, this.texts[i].bytes, size)) continue;
        this.at = <i32>(at - start(text));
        this.found = this.raw[i];
        return true;
      }
    }
    return false;
  }

  /** How many bytes at the text's end may be the beginning of one. */
  pending(text: Span): i32 {
    let longest = 0;
    for (let i = 0; i < this.texts.length; i++) {
      const whole = this.texts[i].bytes;
      for (let size = min(length(whole) - 1, length(text)); size > longest; size--) {
        if (beginsWith(end(text) - size, whole, size)) longest = size;
      }
    }
    return longest;
  }

  free(): void {
    for (let i = 0; i < this.texts.length; i++) this.texts[i].free();
  }
}

/** Whether the bytes at `at` are the first `size` ones of `text`. */
function beginsWith(at: usize, text: Span, size: i32): bool {
  return load<u8>(at) == load<u8>(start(text)) && memory.compare(at, start(text), size) == 0;
}
