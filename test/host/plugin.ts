import { type Chunk, encode } from "./bytes.ts";
import { HostLoadError } from "./errors.ts";
import { RootContext } from "./root-context.ts";
import type { Worker } from "./worker.ts";

/** The plugin of this root id runs upstream, once per attempt; every other one downstream, once per request. */
export const providerRootId = "headgate.provider";

/** A plugin as `envoy.yaml` would have it. */
export interface PluginOptions {
  readonly rootId: string;
  /** The root id when absent. */
  readonly name?: string;
  readonly configuration?: Chunk;
  /** Without it StopIteration at headers stops the body callbacks too. True when absent. */
  readonly allowOnHeadersStopIteration?: boolean;
}

/** The same, made whole. */
export interface PluginSpec {
  readonly rootId: string;
  readonly name: string;
  readonly configuration: Uint8Array;
  readonly holdsHeaders: boolean;
}

/** After a trap: a fresh VM for the next stream, or 503 for good. */
export type FailurePolicy = "FAIL_RELOAD" | "FAIL_CLOSED";

/** A plugin's way to its root context, which changes with the configuration and when the VM is reloaded. */
export class Plugin {
  readonly #worker: Worker;
  readonly #policy: FailurePolicy;
  readonly #backoffMs: number;
  #spec: PluginSpec;
  #root: RootContext;
  #loadedAt: number;

  constructor(worker: Worker, options: PluginOptions, policy: FailurePolicy, backoffMs: number) {
    this.#worker = worker;
    this.#policy = policy;
    this.#backoffMs = backoffMs;
    this.#spec = {
      rootId: options.rootId,
      name: options.name ?? options.rootId,
      configuration: encode(options.configuration ?? ""),
      holdsHeaders: options.allowOnHeadersStopIteration ?? true,
    };
    this.#root = this.#start(this.#spec);
    this.#loadedAt = worker.nowMs;
  }

  get rootId(): string {
    return this.#spec.rootId;
  }

  /** The root as it is, alive or not. */
  get root(): RootContext {
    return this.#root;
  }

  /** The root for a new stream: with FAIL_RELOAD, in a fresh VM when the old one has died and the backoff is over. */
  rootForNewStream(): RootContext {
    const { nowMs } = this.#worker;
    const reload = this.#policy === "FAIL_RELOAD" && nowMs - this.#loadedAt >= this.#backoffMs;
    if (this.#root.vm.failure && reload) {
      this.#loadedAt = nowMs;
      this.#root = this.#start(this.#spec);
    }
    return this.#root;
  }

  /**
   * A new configuration gets a new root context, the old root lives on until its last stream has ended. One that
   * is refused changes nothing; one that is not new neither.
   * @throws HostLoadError when the guest refuses it.
   */
  configure(configuration: Chunk): void {
    const spec = { ...this.#spec, configuration: encode(configuration) };
    if (Buffer.compare(spec.configuration, this.#spec.configuration) === 0) return;
    const old = this.#root;
    this.#root = this.#start(spec);
    this.#spec = spec;
    old.drain();
  }

  #start(spec: PluginSpec): RootContext {
    const root = new RootContext(this.#worker.vm, spec);
    try {
      root.start();
    } catch (error) {
      if (error instanceof HostLoadError) root.drain();
      throw error;
    }
    return root;
  }
}
