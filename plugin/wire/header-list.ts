/**
 * The ABI's serialised header map: a count, then per pair both sizes (u32, little endian), then each
 * key and value with a NUL behind it.
 * https://github.com/proxy-wasm/spec/tree/main/abi-versions/v0.2.1#serialization
 */
import { Output } from "./output";
import { is, length, Span, span, start } from "./span";

/** Reads pairs in place. */
export class HeaderReader {
  private index: i32 = -1;
  private at: usize;
  name: Span = 0;
  value: Span = 0;

  constructor(private pairs: Span) {
    this.at = start(pairs) + 4 + 8 * <usize>this.count;
  }

  /** From the first pair on again, of others. */
  restart(pairs: Span): void {
    this.pairs = pairs;
    this.index = -1;
    this.at = start(pairs) + 4 + 8 * <usize>this.count;
  }

  private get count(): i32 {
    return length(this.pairs) < 4 ? 0 : load<i32>(start(this.pairs));
  }

  next(): bool {
    this.index += 1;
    if (this.index >= this.count) return false;
    const sizes = start(this.pairs) + 4 + 8 * <usize>this.index;
    this.name = span(this.at, load<i32>(sizes));
    this.at += load<u32>(sizes) + 1;
    this.value = span(this.at, load<i32>(sizes + 4));
    this.at += load<u32>(sizes + 4) + 1;
    return true;
  }
}

/** Collects pairs and serialises them. Reusable: `clear` first. */
export class HeaderWriter {
  private sizes: Output = new Output();
  private text: Output = new Output();
  private whole: Output = new Output();
  private count: i32 = 0;

  clear(): void {
    this.count = 0;
    this.sizes.clear();
    this.text.clear();
  }

  private u32(out: Output, value: u32): void {
    for (let shift: u32 = 0; shift < 32; shift += 8) out.byte(<u8>(value >> shift));
  }

  private pair(name: i32, value: i32): void {
    this.count += 1;
    this.u32(this.sizes, name);
    this.u32(this.sizes, value);
  }

  add(name: Span, value: Span): void {
    this.pair(length(name), length(value));
    this.text.raw(name);
    this.text.byte(0);
    this.text.raw(value);
    this.text.byte(0);
  }

  /** An ASCII name. */
  set(name: string, value: Span): void {
    this.pair(name.length, length(value));
    this.text.ascii(name);
    this.text.byte(0);
    this.text.raw(value);
    this.text.byte(0);
  }

  /** An ASCII name and value. */
  setText(name: string, value: string): void {
    this.pair(name.length, value.length);
    this.text.ascii(name);
    this.text.byte(0);
    this.text.ascii(value);
    this.text.byte(0);
  }

  /** Whether there is a header of that ASCII name. */
  has(name: string): bool {
    let at = start(this.text.bytes);
    const sizes = start(this.sizes.bytes);
    for (let i = 0; i < this.count; i++) {
      const size = load<i32>(sizes + 8 * i);
      if (is(span(at, size), name)) return true;
      at += <usize>(size + load<i32>(sizes + 8 * i + 4)) + 2;
    }
    return false;
  }

  /** Valid until the next `clear` or `bytes`. */
  get bytes(): Span {
    this.whole.clear();
    this.u32(this.whole, this.count);
    this.whole.raw(this.sizes.bytes);
    this.whole.raw(this.text.bytes);
    return this.whole.bytes;
  }

  free(): void {
    this.sizes.free();
    this.text.free();
    this.whole.free();
  }
}
