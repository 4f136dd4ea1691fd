import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);
const built = new URL("build/test/pure.wasm", root);

/** Builds `assembly/exports.ts`, once per test run: vitest's global set-up. */
export default async function buildPure(): Promise<void> {
  const asc = fileURLToPath(new URL("node_modules/assemblyscript/bin/asc.js", root));
  const args = [asc, "--config", "test/pure/assembly/asconfig.json", "--target", "release"];
  await promisify(execFile)(process.execPath, args, { cwd: root });
}

/** The filter's pure parts: no shell, no host. An abort throws. */
export async function loadPure(): Promise<Pure> {
  const abort = () => {
    throw new Error("the filter aborted");
  };
  const module = await WebAssembly.compile(await readFile(built));
  const instance = await WebAssembly.instantiate(module, { env: { abort } });
  return new Pure(instance.exports as unknown as PureExports);
}

interface PureExports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  scan(at: number, size: number): number;
  unescape(at: number, size: number): void;
  globMatches(pattern: number, patternSize: number, name: number, nameSize: number): number;
  sha256(at: number, size: number): void;
  openFraming(lines: number): void;
  frame(at: number, size: number, atEnd: number): void;
  translateRequest(from: number, to: number, at: number, size: number, stream: number): number;
  translateResponse(from: number, to: number, at: number, size: number): number;
  openStream(from: number, to: number, usage: number): void;
  feedStream(at: number, size: number, atEnd: number): number;
  failureStatus(): number;
}

const DIALECTS = ["openai", "anthropic", "ollama"] as const;
export type DialectName = (typeof DIALECTS)[number];

type Bytes = string | Uint8Array;

/** The pure parts of the filter, with JavaScript values in and out. */
export class Pure {
  readonly #wasm: PureExports;

  constructor(wasm: PureExports) {
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

  /** Whether the bytes are JSON. */
  accepts(json: Bytes): boolean {
    return this.#with(json, (at, size) => this.#wasm.scan(at, size)) === -1;
  }

  unescape(raw: string): string {
    this.#with(raw, (at, size) => this.#wasm.unescape(at, size));
    return this.#result().toString();
  }

  globMatches(pattern: string, name: string): boolean {
    return this.#with(pattern, (p, n) => this.#with(name, (q, m) => this.#wasm.globMatches(p, n, q, m))) !== 0;
  }

  sha256(bytes: Bytes): string {
    this.#with(bytes, (at, size) => this.#wasm.sha256(at, size));
    return this.#result().toString("hex");
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

  /** The request's JSON for the provider; a refusal throws its reason. */
  translateRequest(from: DialectName, to: DialectName, request: object, stream = false): unknown {
    const done = this.#with(JSON.stringify(request), (at, size) =>
      this.#wasm.translateRequest(DIALECTS.indexOf(from), DIALECTS.indexOf(to), at, size, stream ? 1 : 0),
    );
    const result = this.#result().toString();
    if (!done) throw new Error(result);
    return JSON.parse(result);
  }

  /** The answer's JSON for the client; null if it is no chat response. */
  translateResponse(from: DialectName, to: DialectName, response: object): unknown {
    const done = this.#with(JSON.stringify(response), (at, size) =>
      this.#wasm.translateResponse(DIALECTS.indexOf(from), DIALECTS.indexOf(to), at, size),
    );
    return done ? JSON.parse(this.#result().toString()) : null;
  }

  /** What the client gets for a provider's stream that arrives in these chunks; `failed`: not whole. */
  translateStream(
    from: DialectName,
    to: DialectName,
    chunks: readonly Uint8Array[],
    usage = true,
  ): { text: string; failed: boolean; status: number } {
    this.#wasm.openStream(DIALECTS.indexOf(from), DIALECTS.indexOf(to), usage ? 1 : 0);
    let text = "";
    let step = 0;
    for (const chunk of [...chunks, new Uint8Array()]) {
      step = this.#with(chunk, (at, size) => this.#wasm.feedStream(at, size, chunk.length === 0 ? 1 : 0));
      text += this.#result().toString();
      if (step === FAILED) break;
    }
    return { text, failed: step === FAILED, status: this.#wasm.failureStatus() };
  }
}

const FAILED = 3;

/** Every way to cut the bytes in two, and the way in single bytes. */
export function* splits(bytes: Uint8Array): Generator<Uint8Array[]> {
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
  yield Array.from(bytes, (byte) => Uint8Array.of(byte));
}
