import { end, Span, start, text } from "../../wire/span";

/** A pattern, read character by character; the first thing wrong with it is kept. */
export class PatternReader {
  /** Empty while nothing is wrong. */
  problem: string = "";
  private at: usize;
  private stop: usize;

  /** `pattern` is UTF-8. */
  constructor(private pattern: Span) {
    this.at = start(pattern);
    this.stop = end(pattern);
  }

  get isAtEnd(): bool {
    return this.at >= this.stop;
  }

  get failed(): bool {
    return this.problem.length > 0;
  }

  /** Bytes read. */
  get offset(): i32 {
    return <i32>(this.at - start(this.pattern));
  }

  /** Keeps what is wrong with what begins at byte `offset`. */
  fail(offset: i32, reason: string): void {
    if (this.failed) return;
    this.problem = "at byte " + offset.toString() + " (" + this.near(offset) + "): " + reason;
  }

  /** A few characters of the pattern from there on, whole ones. */
  private near(offset: i32): string {
    const from = start(this.pattern) + offset;
    if (from >= this.stop) return "its end";
    let to = min(from + 12, this.stop);
    while (to < this.stop && (load<u8>(to) & 0xc0) == 0x80) to += 1;
    return "'" + text(((<u64>from) << 32) | (to - from)) + "'";
  }

  /** The byte `ahead` of the next one; 0 behind the end. */
  peek(ahead: i32 = 0): u8 {
    return this.at + ahead < this.stop ? load<u8>(this.at + ahead) : 0;
  }

  /** Reads on if the next byte is this ASCII character. */
  take(character: u8): bool {
    if (this.isAtEnd || load<u8>(this.at) != character) return false;
    this.at += 1;
    return true;
  }

  skip(bytes: i32): void {
    this.at = min(this.at + bytes, this.stop);
  }

  /** The next code point; not at the end. */
  next(): u32 {
    const lead: u32 = this.peek();
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let value: u32 = size == 1 ? lead : lead & (0x7f >> size);
    for (let i = 1; i < size; i++) value = (value << 6) | (this.peek(i) & 0x3f);
    this.skip(size);
    return value;
  }
}
