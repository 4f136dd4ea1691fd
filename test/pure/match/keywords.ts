import { loadAssembly } from "../load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  openKeywords(): void;
  addKeyword(at: number, size: number, index: number): void;
  compileKeywords(indexes: number): void;
  clearFound(): void;
  searchKeywords(at: number, size: number): void;
  isFound(index: number): number;
  nextCase(letter: number): number;
}

type Bytes = string | Uint8Array;

/** The search for keywords, with JavaScript values in and out. */
export class Keywords {
  readonly #wasm: Exports;
  #indexes: number[] = [];

  constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  static async load(): Promise<Keywords> {
    return new Keywords(await loadAssembly<Exports>(import("../assembly/detectors.ts?wasm")));
  }

  #with(bytes: Bytes, use: (at: number, size: number) => void, behind = 0x20): void {
    const data = Buffer.from(bytes as Uint8Array);
    const at = this.#wasm.allocate(data.length);
    const memory = new Uint8Array(this.#wasm.memory.buffer);
    memory.set(data, at);
    // What stands in the padding must not matter.
    memory.fill(behind, at + data.length, at + data.length + 16);
    use(at, data.length);
    this.#wasm.release(at);
  }

  /** Words with the index of each; without: its place. Gives why one was refused. */
  open(words: readonly Bytes[], indexes: readonly number[] = words.map((_, i) => i)): string {
    this.#wasm.openKeywords();
    words.forEach((word, i) => {
      this.#with(word, (at, size) => this.#wasm.addKeyword(at, size, indexes[i] ?? 0));
    });
    this.#indexes = [...new Set(indexes)].sort((a, b) => a - b);
    this.#wasm.compileKeywords(Math.max(-1, ...indexes) + 1);
    return Buffer.from(
      new Uint8Array(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()),
    ).toString();
  }

  /** The indexes found in one text, or in one of several. `behind`: the byte that stands after each in memory. */
  search(texts: Bytes | readonly Bytes[], behind?: number): number[] {
    this.#wasm.clearFound();
    const list = typeof texts === "string" || texts instanceof Uint8Array ? [texts] : texts;
    for (const text of list) this.#with(text, (at, size) => this.#wasm.searchKeywords(at, size), behind);
    return this.#indexes.filter((index) => this.#wasm.isFound(index) !== 0);
  }

  nextCase(letter: number): number {
    return this.#wasm.nextCase(letter);
  }
}
