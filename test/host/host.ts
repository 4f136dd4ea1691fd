import { type Chunk, encode } from "./bytes.ts";
import { Exchange } from "./exchange.ts";
import { Fleet, type FleetOptions } from "./fleet.ts";
import type { CallAnswer, CallFailure, HttpCall } from "./http-calls.ts";
import { type FailurePolicy, Plugin, type PluginOptions, providerRootId } from "./plugin.ts";
import { type RequestOptions, requestHead } from "./request.ts";
import { advance, tickAll } from "./timers.ts";
import { type LogLine, Worker, type WorkerOptions } from "./worker.ts";

export interface HostOptions extends WorkerOptions, FleetOptions {
  /** The one with the root id `headgate.provider` runs upstream; the first of the others downstream. */
  readonly plugins: readonly PluginOptions[];
  /** FAIL_RELOAD when absent. */
  readonly failurePolicy?: FailurePolicy;
  /** How long after a load a plugin may be loaded again: Envoy says a second, this host 0. */
  readonly reloadBackoffMs?: number;
  /** `per_connection_buffer_limit_bytes`: 32 MiB when absent, as the project configures it. */
  readonly bufferLimit?: number;
}

/** One Envoy worker with the filter loaded, as a test holds it. */
export class Host {
  readonly #worker: Worker;
  readonly #fleet: Fleet;
  readonly #plugins: readonly Plugin[];
  readonly #bufferLimit: number;
  #exchanges = 0;

  /** @throws HostLoadError when Envoy would refuse the module or a plugin's configuration. */
  constructor(options: HostOptions) {
    const { failurePolicy = "FAIL_RELOAD", reloadBackoffMs = 0, bufferLimit = 32 << 20 } = options;
    const worker = new Worker(options);
    this.#worker = worker;
    this.#fleet = new Fleet(options);
    this.#bufferLimit = bufferLimit;
    this.#plugins = worker.loop.run(() =>
      options.plugins.map((plugin) => new Plugin(worker, plugin, failurePolicy, reloadBackoffMs)),
    );
  }

  /** A client sends a request: all of it, or the first part with `partial`. */
  open(request: RequestOptions = {}): Exchange {
    const exchange = new Exchange({
      worker: this.#worker,
      fleet: this.#fleet,
      gateway: this.#plugins.find((plugin) => plugin.rootId !== providerRootId),
      provider: this.#plugins.find((plugin) => plugin.rootId === providerRootId),
      bufferLimit: this.#bufferLimit,
      id: ++this.#exchanges,
      surroundings: request,
    });
    const { partial = false, trailers, endWithLastChunk = false } = request;
    const chunks = [request.body ?? []].flat();
    const bare = chunks.length === 0 && !trailers && !partial;
    exchange.head(requestHead(request, this.#exchanges), bare);
    const endsInChunk = endWithLastChunk && !trailers && !partial;
    chunks.forEach((chunk, i) => {
      exchange.send(chunk, endsInChunk && i === chunks.length - 1);
    });
    if (!bare && !partial && !(endsInChunk && chunks.length > 0)) exchange.end(trailers);
    return exchange;
  }

  /**
   * A new plugin configuration: a new root in the same VM.
   * @throws HostLoadError when the plugin refuses it; the old one then stays in force.
   */
  configure(rootId: string, configuration: Chunk): void {
    const plugin = this.#plugins.find((candidate) => candidate.rootId === rootId);
    if (!plugin) throw new Error(`no plugin has the root id ${rootId}`);
    this.#worker.loop.run(() => plugin.configure(configuration));
  }

  /** Every `proxy_http_call` that was made, oldest first. */
  get httpCalls(): readonly HttpCall[] {
    return this.#worker.calls.all;
  }

  /** Those that wait for an answer. */
  get pendingCalls(): readonly HttpCall[] {
    return this.httpCalls.filter((call) => call.pending);
  }

  reply(call: HttpCall, answer: CallAnswer): void {
    this.#worker.loop.run(() => this.#worker.calls.reply(call, answer));
  }

  /** A call that fails is answered by Envoy with a 503, or a 504 in time, unless it is `aborted`. */
  fail(call: HttpCall, how: CallFailure = "refused"): void {
    this.#worker.loop.run(() => this.#worker.calls.fail(call, how));
  }

  /** Fires every root's timer once, without letting time pass. */
  tick(): void {
    this.#worker.loop.run(() => tickAll(this.#worker));
  }

  /** Lets time pass. */
  advance(ms: number): void {
    this.#worker.loop.run(() => advance(this.#worker, ms));
  }

  /** Milliseconds since 1970 on the clock that the guest sees. */
  get now(): number {
    return this.#worker.nowMs;
  }

  /** Counters and gauges by name; a histogram as its count of samples. */
  metrics(): Record<string, number> {
    return this.#worker.metrics.values();
  }

  /** What a histogram was given. */
  samples(name: string): readonly number[] {
    return this.#worker.metrics.samples(name);
  }

  get logs(): readonly LogLine[] {
    return this.#worker.logs;
  }

  /** How many contexts live in the VM: roots, requests, attempts. */
  get contexts(): number {
    return this.#worker.vm.contexts.size;
  }

  /** Of the VM's linear memory. */
  get memoryBytes(): number {
    return this.#worker.vm.memory.size;
  }

  /** The value under a shared key, as `proxy_set_shared_data` left it. */
  sharedData(key: string): Uint8Array | undefined {
    return this.#worker.sharedData.get(key)?.value;
  }

  /** Another worker writes a shared key. */
  shareData(key: string, value: Chunk): void {
    this.#worker.sharedData.set(key, encode(value), 0);
  }

  /** Outlier detection takes the target out of every pool. */
  eject(target: string): void {
    this.#fleet.ejected.add(target);
  }

  restore(target: string): void {
    this.#fleet.ejected.delete(target);
  }
}
