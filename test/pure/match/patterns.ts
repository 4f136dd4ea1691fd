import { loadAssembly } from "../load-assembly.ts";

interface PatternExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  collect(): void;
  openSet(): void;
  addRegex(at: number, size: number, whole: number, anyCase: number): number;
  compileSet(): void;
  statesOverWeight(at: number, size: number, anyCase: number): number;
  forget(): void;
  search(at: number, size: number): number;
  isFound(index: number): number;
  matchesAny(at: number, size: number): number;
  patternMatches(pattern: number, patternSize: number, name: number, nameSize: number): number;
  openList(): void;
  addToList(at: number, size: number): number;
  compileList(): void;
  listMatches(at: number, size: number): number;
}

type Bytes = string | Uint8Array;

/** The filter's patterns, with JavaScript values in and out. */
export class Patterns {
  readonly #wasm: PatternExports;

  constructor(wasm: PatternExports) {
    this.#wasm = wasm;
  }

  static async load(): Promise<Patterns> {
    return new Patterns(await loadAssembly<PatternExports>(import("../assembly/patterns.ts?wasm")));
  }

  #with<T>(bytes: Bytes, use: (at: number, size: number) => T): T {
    const data = Buffer.from(bytes as Uint8Array);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    const result = use(at, data.length);
    this.#wasm.release(at);
    return result;
  }

  #result(): string {
    return Buffer.from(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()).toString();
  }

  get memoryBytes(): number {
    return this.#wasm.memory.buffer.byteLength;
  }

  /** Why a regular expression is refused; undefined if it is not. */
  problem(pattern: Bytes): string | undefined {
    this.#wasm.openSet();
    const index = this.#with(pattern, (at, size) => this.#wasm.addRegex(at, size, 0, 0));
    this.#wasm.collect();
    return index < 0 ? this.#result() : undefined;
  }

  /** By how many states a pattern is over the weight by which it is judged; -2³¹ if it is refused. */
  statesOverWeight(pattern: string, anyCase = false): number {
    return this.#with(pattern, (at, size) => this.#wasm.statesOverWeight(at, size, +anyCase));
  }

  /** Compiles regular expressions for `search`; a refusal throws. */
  compile(patterns: readonly string[], { whole = false, anyCase = false } = {}): void {
    this.#wasm.openSet();
    for (const pattern of patterns) {
      const index = this.#with(pattern, (at, size) => this.#wasm.addRegex(at, size, +whole, +anyCase));
      if (index < 0) throw new Error(`${pattern}: ${this.#result()}`);
    }
    this.#wasm.compileSet();
    this.#wasm.collect();
    this.#count = patterns.length;
  }

  #count = 0;

  /** The indices of the patterns that match somewhere in one of the pieces of a text. */
  search(...pieces: Bytes[]): number[] {
    this.#wasm.forget();
    for (const piece of pieces) this.#with(piece, (at, size) => this.#wasm.search(at, size));
    this.#wasm.collect();
    return Array.from({ length: this.#count }, (_, index) => index).filter((index) => this.#wasm.isFound(index));
  }

  /** Whether an entry of an allowlist takes the name; a refusal of the entry throws. */
  entryMatches(entry: string, name: Bytes): boolean {
    const verdict = this.#with(entry, (at, size) =>
      this.#with(name, (n, m) => this.#wasm.patternMatches(at, size, n, m)),
    );
    if (verdict < 0) throw new Error(this.#result());
    return verdict === 1;
  }

  /** The names that a list of such entries takes. */
  listMatches(entries: readonly string[], names: readonly string[]): string[] {
    this.#wasm.openList();
    const kept = entries.map((entry) => {
      const data = Buffer.from(entry);
      const at = this.#wasm.allocate(data.length);
      new Uint8Array(this.#wasm.memory.buffer).set(data, at);
      if (!this.#wasm.addToList(at, data.length)) throw new Error(`${entry}: ${this.#result()}`);
      return at;
    });
    this.#wasm.compileList();
    this.#wasm.collect();
    const taken = names.filter((name) => this.#with(name, (at, size) => this.#wasm.listMatches(at, size)));
    for (const at of kept) this.#wasm.release(at);
    return taken;
  }

  matchesAny(text: Bytes): boolean {
    return this.#with(text, (at, size) => this.#wasm.matchesAny(at, size)) !== 0;
  }

  /** Whether one regular expression matches somewhere in a text. */
  matches(pattern: string, text: Bytes, options: { whole?: boolean; anyCase?: boolean } = {}): boolean {
    this.compile([pattern], options);
    return this.matchesAny(text);
  }
}
