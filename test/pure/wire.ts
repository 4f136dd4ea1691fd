import { loadAssembly } from "./load-assembly.ts";

interface WireExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  scan(at: number, size: number): number;
  unescape(at: number, size: number): void;
  isInAnyCase(at: number, size: number, lower: number, lowerSize: number): number;
  openFraming(lines: number): void;
  frame(at: number, size: number, atEnd: number): void;
}

type Bytes = string | Uint8Array;

export async function loadWire(): Promise<Wire> {
  return new Wire(await loadAssembly<WireExports>(import("./assembly/wire.ts?wasm")));
}

/** What the filter reads from bytes, with JavaScript values in and out. */
export class Wire {
  readonly #wasm: WireExports;

  constructor(wasm: WireExports) {
    this.#wasm = wasm;
  }

  #with<T>(bytes: Bytes, use: (at: number, size: number) => T): T {
    const data = Buffer.from(bytes as Uint8Array);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    const result = use(at, data.length);
    this.#wasm.release(at);
    return result;
  }

  #result(): Buffer {
    return Buffer.from(new Uint8Array(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()));
  }

  /** Whether the bytes are JSON, or the first `size` of them, with the others behind them in memory. */
  accepts(json: Bytes, size?: number): boolean {
    return this.#with(json, (at, whole) => this.#wasm.scan(at, size ?? whole)) === -1;
  }

  unescape(raw: string): string {
    this.#with(raw, (at, size) => this.#wasm.unescape(at, size));
    return this.#result().toString();
  }

  /** The events in a stream that arrives in these chunks. */
  frame(kind: "events" | "lines", chunks: readonly Uint8Array[]): string[] {
    this.#wasm.openFraming(kind === "lines" ? 1 : 0);
    let text = "";
    for (const chunk of [...chunks, new Uint8Array()]) {
      const atEnd = chunk.length === 0 ? 1 : 0;
      this.#with(chunk, (at, size) => this.#wasm.frame(at, size, atEnd));
      text += this.#result().toString();
    }
    return text.split("\x1e").slice(0, -1);
  }

  /** Whether a name is the one in lower case, whatever its own. */
  isInAnyCase(name: string, lower: string): boolean {
    return this.#with(name, (p, n) => this.#with(lower, (q, m) => this.#wasm.isInAnyCase(p, n, q, m))) !== 0;
  }
}
