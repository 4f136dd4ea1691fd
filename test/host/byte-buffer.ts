import { Result } from "./abi.ts";
import { concat } from "./bytes.ts";

/** A body, or what is buffered of it: Envoy's `Buffer::Instance` as a filter may change it. */
export class ByteBuffer {
  #parts: Uint8Array[];
  #length: number;

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.#parts = [bytes];
    this.#length = bytes.length;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    if (this.#parts.length !== 1) this.#parts = [concat(this.#parts)];
    return this.#parts[0] ?? new Uint8Array();
  }

  append(more: Uint8Array): void {
    this.#parts.push(more);
    this.#length += more.length;
  }

  /** Leaves nothing behind. */
  take(): Uint8Array {
    const taken = this.bytes;
    this.#replace(new Uint8Array());
    return taken;
  }

  /**
   * `proxy_set_buffer_bytes`, measured on Envoy 1.40.0: from the start, `length` bytes are drained and the data is
   * put before the rest; from the end or beyond it, the data is appended; in the middle, nothing is possible.
   */
  write(start: number, length: number, data: Uint8Array): Result {
    if (start === 0) this.#replace(concat([data, this.bytes.subarray(length)]));
    else if (start >= this.length) this.append(data);
    else return Result.BadArgument;
    return Result.Ok;
  }

  #replace(bytes: Uint8Array): void {
    this.#parts = [bytes];
    this.#length = bytes.length;
  }
}
