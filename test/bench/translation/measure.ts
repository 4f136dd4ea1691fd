import { readFileSync } from "node:fs";

/** What one translation costs. */
export interface Cost {
  /** Median over the rounds, nanoseconds. */
  ns: number;
  /** Bytes copied from place to place. */
  copied: number;
}

export type Direction = "request" | "response" | "stream";

interface Exports {
  memory: WebAssembly.Memory;
  allocate(size: number): number;
  chooseClient(at: number, size: number): void;
  chooseProvider(at: number, size: number): void;
  repeatRequest(at: number, size: number, times: number): bigint;
  repeatResponse(at: number, size: number, times: number): bigint;
  repeatStream(at: number, size: number, times: number): bigint;
}

/** One translation to measure, in a module of its own: none inherits another's heap. */
export interface Task {
  client: string;
  provider: string;
  direction: Direction;
  /** The client's request, or the provider's answer. */
  bytes: Uint8Array;
}

/** A task made ready; each call runs it `times` times and gives nanoseconds and bytes copied for one. */
export type Run = (times: number) => Cost;

export async function prepare(wasm: string, { client, provider, direction, bytes }: Task): Promise<Run> {
  const abort = () => {
    throw new Error("the filter aborted");
  };
  const module = await WebAssembly.compile(readFileSync(wasm));
  const exports = (await WebAssembly.instantiate(module, { env: { abort } })).exports as unknown as Exports;
  const place = (data: Uint8Array): [number, number] => {
    const at = exports.allocate(data.length);
    new Uint8Array(exports.memory.buffer).set(data, at);
    return [at, data.length];
  };
  exports.chooseClient(...place(Buffer.from(client)));
  exports.chooseProvider(...place(Buffer.from(provider)));
  const [at, size] = place(bytes);
  const repeat = { request: exports.repeatRequest, response: exports.repeatResponse, stream: exports.repeatStream };
  return (times) => {
    const begun = process.hrtime.bigint();
    const copied = repeat[direction](at, size, times);
    return { ns: Number(process.hrtime.bigint() - begun) / times, copied: Number(copied) / times };
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
