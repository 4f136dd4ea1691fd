import { loadAssembly } from "../../load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  piiKind(at: number, size: number): number;
  findPii(at: number, size: number, kinds: number): void;
  redactPii(at: number, size: number, kinds: number): void;
}

export const KINDS = ["email", "phone", "card", "iban", "ssn", "ip"] as const;
export type Kind = (typeof KINDS)[number] | "public_email";

export interface Finding {
  kind: Kind;
  offset: number;
  text: string;
}

/** The finder of personal data, with JavaScript values in and out. */
export class Pii {
  readonly #wasm: Exports;

  constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  static async load(): Promise<Pii> {
    return new Pii(await loadAssembly<Exports>(import("../../assembly/detectors.ts?wasm")));
  }

  #run(bytes: Uint8Array, use: (at: number, size: number) => void, behind?: number): Buffer {
    const at = this.#wasm.allocate(bytes.length);
    const memory = new Uint8Array(this.#wasm.memory.buffer);
    memory.set(bytes, at);
    // What stands in the padding must not matter.
    if (behind !== undefined) memory.fill(behind, at + bytes.length, at + bytes.length + 16);
    use(at, bytes.length);
    this.#wasm.release(at);
    return Buffer.from(new Uint8Array(this.#wasm.memory.buffer, this.#wasm.resultStart(), this.#wasm.resultLength()));
  }

  kindNumber(name: string): number {
    let kind = 0;
    this.#run(Buffer.from(name), (at, size) => {
      kind = this.#wasm.piiKind(at, size);
    });
    return kind;
  }

  /** `behind`: the byte that stands after the text in memory. */
  find(text: string | Uint8Array, kinds: readonly Kind[] = KINDS, behind?: number): Finding[] {
    const bytes = Buffer.from(text as Uint8Array);
    const mask = kinds.reduce((all, kind) => all | this.kindNumber(kind), 0);
    const lines = this.#run(bytes, (at, size) => this.#wasm.findPii(at, size, mask), behind).toString();
    return lines
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(" ").map(Number) as [number, number, number])
      .map(([kind, offset, size]) => ({
        // An address may be of two kinds: the first of them.
        kind: KINDS[Math.log2(kind & -kind)] ?? "public_email",
        offset,
        text: bytes.subarray(offset, offset + size).toString(),
      }));
  }

  redact(text: string, kinds: readonly Kind[] = KINDS): string {
    const mask = kinds.reduce((all, kind) => all | this.kindNumber(kind), 0);
    return this.#run(Buffer.from(text), (at, size) => this.#wasm.redactPii(at, size, mask)).toString();
  }
}

/** What stands between ⟦ and ⟧ in a text, and the text without those. */
export function marked(text: string): { text: string; found: string[] } {
  return {
    text: text.replaceAll(/[⟦⟧]/g, ""),
    found: [...text.matchAll(/⟦(.*?)⟧/gs)].map(([, found]) => found ?? ""),
  };
}
