import { unescape } from "./json-string";
import { Output } from "./output";
import { ABSENT, end, length, Span, span, start } from "./span";

/** In place of a length: there are no bytes at all, as `ABSENT` has it. */
const NO_BYTES: u32 = 0xffffffff;

/** Writes values one behind the other, each run of bytes with its length before it: no two sequences look alike. */
export class Packer {
  constructor(public out: Output) {}

  u8(value: u8): void {
    this.out.byte(value);
  }

  u32(value: u32): void {
    for (let shift: u32 = 0; shift < 32; shift += 8) this.out.byte(<u8>(value >> shift));
  }

  u64(value: u64): void {
    this.u32(<u32>value);
    this.u32(<u32>(value >> 32));
  }

  bytes(bytes: Span): void {
    if (bytes == ABSENT) return this.u32(NO_BYTES);
    this.u32(length(bytes));
    this.out.raw(bytes);
  }

  ascii(text: string): void {
    this.u32(text.length);
    this.out.ascii(text);
  }

  /** The text of a raw JSON string, however it is escaped. */
  string(raw: Span): void {
    if (raw == ABSENT) return this.u32(NO_BYTES);
    const before = this.out.size;
    this.u32(0);
    unescape(raw, this.out);
    store<u32>(start(this.out.bytes) + before, this.out.size - before - 4);
  }
}

/** Reads them back. What is cut off reads as zero and ABSENT, and `whole` says so. */
export class Unpacker {
  whole: bool = true;
  private at: usize;
  private stop: usize;

  constructor(bytes: Span) {
    this.at = start(bytes);
    this.stop = end(bytes);
  }

  /** The address of the next `size` bytes; 0 if there are not as many. */
  private take(size: u32): usize {
    if (!this.whole || <u64>size > <u64>(this.stop - this.at)) {
      this.whole = false;
      return 0;
    }
    const at = this.at;
    this.at += size;
    return at;
  }

  u8(): u8 {
    const at = this.take(1);
    return at == 0 ? 0 : load<u8>(at);
  }

  u32(): u32 {
    const at = this.take(4);
    return at == 0 ? 0 : load<u32>(at);
  }

  u64(): u64 {
    const at = this.take(8);
    return at == 0 ? 0 : load<u64>(at);
  }

  bytes(): Span {
    const size = this.u32();
    if (size == NO_BYTES) return ABSENT;
    const at = this.take(size);
    return at == 0 ? ABSENT : span(at, size);
  }

  /** All that is left. */
  rest(): Span {
    return span(this.at, <i32>(this.stop - this.at));
  }
}
