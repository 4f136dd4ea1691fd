import { writePairs } from "../../host/pairs.ts";
import { loadAssembly } from "../load-assembly.ts";

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  release(at: number): void;
  resultStart(): number;
  resultLength(): number;
  load(at: number, size: number): number;
  canonical(at: number, size: number): void;
  // biome-ignore format: four runs of bytes
  caching(path: number, pathSize: number, headers: number, headersSize: number, tenant: number, tenantSize: number, body: number, bodySize: number): number;
  emptyBucket(): void;
  claim(key: number, size: number, share: bigint, expires: bigint, now: bigint): number;
  evicted(): bigint;
  find(key: number, now: bigint): number;
  use(way: number, now: bigint): number;
}

/** What the cache makes of a request: nothing where it is off. */
export interface Caching {
  outcome: "miss" | "bypass" | "off";
  /** Undefined: no answer to it is kept. */
  key?: string;
}

export interface Asked {
  path: string;
  body: object | string;
  headers?: Readonly<Record<string, string>>;
  tenant?: string;
}

/** The pure parts of the response cache, with JavaScript values in and out. */
export class PureCache {
  readonly #wasm: Exports;

  static async load(): Promise<PureCache> {
    return new PureCache(await loadAssembly<Exports>(import("../assembly/cache.ts?wasm")));
  }

  constructor(wasm: Exports) {
    this.#wasm = wasm;
  }

  /** @throws where the filter refuses it */
  usePolicy(policy: object): void {
    const [at, size] = this.#put(JSON.stringify(policy));
    const taken = this.#wasm.load(at, size);
    this.#wasm.release(at);
    if (!taken) throw new Error("the policy was refused");
  }

  /** The one spelling of a JSON document, in hex. */
  canonical(json: string): string {
    const [at, size] = this.#put(json);
    this.#wasm.canonical(at, size);
    this.#wasm.release(at);
    return this.#result();
  }

  caching({ path, body, headers = {}, tenant = "" }: Asked): Caching {
    const parts = [
      this.#put(path),
      this.#put(writePairs(Object.entries(headers))),
      this.#put(tenant),
      this.#put(typeof body === "string" ? body : JSON.stringify(body)),
    ] as const;
    const [a, b, c, d] = parts;
    const code = this.#wasm.caching(a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1]);
    for (const [at] of parts) this.#wasm.release(at);
    const outcome = OUTCOMES.get(code);
    if (outcome === undefined) throw new Error(`not admitted: ${code}`);
    const key = this.#result();
    return key === "" ? { outcome } : { outcome, key };
  }

  /** One bucket of the store, whose keys are numbers. */
  get bucket(): Pick<Exports, "emptyBucket" | "claim" | "evicted" | "find" | "use"> {
    return this.#wasm;
  }

  #put(bytes: string | Uint8Array): [number, number] {
    const data = Buffer.from(bytes as Uint8Array);
    const at = this.#wasm.allocate(data.length);
    new Uint8Array(this.#wasm.memory.buffer).set(data, at);
    return [at, data.length];
  }

  #result(): string {
    const { buffer } = this.#wasm.memory;
    return Buffer.from(buffer, this.#wasm.resultStart(), this.#wasm.resultLength()).toString("hex");
  }
}

const OUTCOMES = new Map<number, Caching["outcome"]>([
  [-1, "off"],
  [0, "miss"],
  [2, "bypass"],
]);
