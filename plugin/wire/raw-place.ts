import { behindEscape, readEscape, utf8Size } from "./json-string";
import { end, Span, start } from "./span";

/** Where in a scanned string, between its quotes, a byte of its text stands: a walk that only goes on. */
export class RawPlace {
  private at: usize;
  private stop: usize;
  private offset: usize = 0;

  constructor(raw: Span) {
    this.at = start(raw);
    this.stop = end(raw);
  }

  /** The address of the character whose text begins at `offset`, which is no smaller than the last. */
  of(offset: usize): usize {
    while (this.at < this.stop && this.offset < offset) {
      if (load<u8>(this.at) != 0x5c) {
        this.at += 1;
        this.offset += 1;
      } else {
        this.offset += utf8Size(readEscape(this.at, this.stop));
        this.at = behindEscape;
      }
    }
    return this.at;
  }
}
