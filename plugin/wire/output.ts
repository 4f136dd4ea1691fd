import { length, PADDING, Span, span, start } from "./span";

/** Bytes copied so far: only a build with `--use COUNT_COPIES=1` counts them, for tests and the benchmark. */
export let copied: i64 = 0;

function countCopy(size: i32): void {
  if (isDefined(COUNT_COPIES)) copied += size;
}

/**
 * Bytes being written, outside the garbage collector's reach: `free` is the owner's duty. Spans of
 * it are valid until the next write.
 */
export class Output {
  private at: usize = 0;
  private used: i32 = 0;
  private capacity: i32 = 0;

  get size(): i32 {
    return this.used;
  }

  get bytes(): Span {
    return span(this.at, this.used);
  }

  clear(): void {
    this.used = 0;
  }

  free(): void {
    if (this.at != 0) heap.free(this.at);
    this.at = 0;
    this.used = 0;
    this.capacity = 0;
  }

  /** Drops the first `count` bytes. */
  drop(count: i32): void {
    this.used -= count;
    memory.copy(this.at, this.at + count, this.used);
    countCopy(this.used);
  }

  /** Makes room for so many bytes: what grows by steps is held twice while it does. */
  reserve(size: i32): void {
    if (size > this.capacity) this.resize(size);
  }

  private grow(need: i32): void {
    this.resize(max(max(this.used + need, this.capacity * 2), 256));
  }

  private resize(wanted: i32): void {
    const at = heap.alloc(<usize>wanted + PADDING);
    memory.copy(at, this.at, this.used);
    countCopy(this.used);
    if (this.at != 0) heap.free(this.at);
    this.at = at;
    this.capacity = wanted;
  }

  byte(value: u8): void {
    if (this.used == this.capacity) this.grow(1);
    store<u8>(this.at + this.used, value);
    this.used += 1;
  }

  raw(bytes: Span): void {
    const size = length(bytes);
    if (this.used + size > this.capacity) this.grow(size);
    memory.copy(this.at + this.used, start(bytes), size);
    countCopy(size);
    this.used += size;
  }

  /** ASCII text, as it stands. */
  ascii(text: string): void {
    const size = text.length;
    if (this.used + size > this.capacity) this.grow(size);
    const from = changetype<usize>(text);
    const to = this.at + this.used;
    for (let i = 0; i < size; i++) store<u8>(to + i, load<u8>(from + ((<usize>i) << 1)));
    this.used += size;
  }

  /** Eight bytes, the lowest first. */
  u64(value: u64): void {
    if (this.used + 8 > this.capacity) this.grow(8);
    store<u64>(this.at + this.used, value);
    this.used += 8;
  }

  decimal(value: i64): void {
    if (value < 0) {
      this.byte(0x2d);
      value = -value;
    }
    let digits = 1;
    for (let rest = value; rest > 9; rest /= 10) digits += 1;
    if (this.used + digits > this.capacity) this.grow(digits);
    for (let i = digits - 1; i >= 0; i--) {
      store<u8>(this.at + this.used + i, <u8>(0x30 + (value % 10)));
      value /= 10;
    }
    this.used += digits;
  }
}
