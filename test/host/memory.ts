import { decode } from "./bytes.ts";

/** A pointer outside the guest's memory; the hostcall that was given it returns InvalidMemoryAccess. */
export class BadPointer extends Error {}

/** The guest's linear memory, every access checked. */
export class GuestMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #allocate: (size: number) => number;

  constructor(memory: WebAssembly.Memory, allocate: (size: number) => number) {
    this.#memory = memory;
    this.#allocate = allocate;
  }

  /** How much of it there is; it never shrinks. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** A copy of `size` bytes at `pointer`. */
  bytes(pointer: number, size: number): Uint8Array {
    return this.#at(pointer, size >>> 0).slice();
  }

  text(pointer: number, size: number): string {
    return decode(this.#at(pointer, size >>> 0));
  }

  u32(pointer: number): number {
    return this.#view(pointer, 4).getUint32(0, true);
  }

  setU32(pointer: number, value: number): void {
    this.#view(pointer, 4).setUint32(0, value, true);
  }

  setU64(pointer: number, value: bigint): void {
    this.#view(pointer, 8).setBigUint64(0, value, true);
  }

  set(pointer: number, bytes: Uint8Array): void {
    this.#at(pointer, bytes.length).set(bytes);
  }

  /** Hands the guest a result in memory that the guest itself allocates; an empty one is a null pointer. */
  give(bytes: Uint8Array, pointerAt: number, sizeAt: number): void {
    let pointer = 0;
    if (bytes.length > 0) {
      pointer = this.#allocate(bytes.length);
      if (pointer === 0) throw new BadPointer();
      this.set(pointer, bytes);
    }
    this.setU32(pointerAt, pointer);
    this.setU32(sizeAt, bytes.length);
  }

  #at(pointer: number, size: number): Uint8Array {
    const start = pointer >>> 0;
    if (start + size > this.#memory.buffer.byteLength) throw new BadPointer();
    return new Uint8Array(this.#memory.buffer, start, size);
  }

  #view(pointer: number, size: number): DataView {
    const bytes = this.#at(pointer, size);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }
}
