import type { Context } from "./context.ts";
import { HostLoadError } from "./errors.ts";
import { importsFor } from "./imports/index.ts";
import { GuestMemory } from "./memory.ts";
import { MetricIds } from "./metrics.ts";
import type { Worker } from "./worker.ts";

type Export = (...args: number[]) => number | undefined;

/** What a callback gave: its return value, or why it has none. */
export type Outcome = number | "failed" | "stopped";

/** One instance of the module, with all that dies when it traps. */
export class Vm {
  readonly worker: Worker;
  readonly memory: GuestMemory;
  readonly metrics: MetricIds;
  readonly contexts = new Map<number, Context>();
  readonly configuration: Uint8Array;
  /** Why the instance is dead, once it is. */
  failure: string | undefined;
  /** The callback that runs now. */
  running = "_initialize";
  initializing = true;
  readonly #exports: Record<string, unknown>;
  #nextContextId = 1;
  #current: Context | undefined;
  #effectiveId = 0;
  #stopIteration = false;
  #afterCall: (() => void)[] = [];

  /** @throws HostLoadError naming what is wrong with the module. */
  constructor(worker: Worker) {
    this.worker = worker;
    this.metrics = new MetricIds(worker.metrics);
    this.configuration = worker.vmConfiguration;
    const { module } = worker;
    const offered = importsFor(this);
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      if (!offered[from]?.[name]) {
        throw new HostLoadError(`Failed to load Wasm module due to a missing import: ${from}.${name}`);
      }
    }
    this.#exports = new WebAssembly.Instance(module, offered).exports;
    const { memory } = this.#exports;
    const allocate = this.#export("malloc") ?? this.#export("proxy_on_memory_allocate");
    if (!(memory instanceof WebAssembly.Memory)) throw new HostLoadError("Wasm module exports no memory");
    if (!allocate) throw new HostLoadError("Wasm module is missing malloc function.");
    if (!this.#export("proxy_abi_version_0_2_1")) {
      throw new HostLoadError("Missing or unknown Proxy-Wasm ABI version");
    }
    this.memory = new GuestMemory(memory, (size) => (allocate(size) ?? 0) >>> 0);
    this.#initialize();
  }

  adopt(context: Context): number {
    this.contexts.set(this.#nextContextId, context);
    return this.#nextContextId++;
  }

  /** On whose behalf a hostcall is made: the effective context while it lives, else the running one. */
  get context(): Context {
    const context = this.contexts.get(this.#effectiveId) ?? this.#current;
    if (!context) throw new HostLoadError(`a hostcall was made in ${this.running}, where there is no context`);
    return context;
  }

  /** @returns false when there is no such context any more. */
  setEffectiveContext(id: number): boolean {
    if (!this.contexts.has(id)) return false;
    this.#effectiveId = id;
    return true;
  }

  /** Whatever the callback returns, the filter chain stops: the guest has sent a local response. */
  stopIteration(): void {
    this.#stopIteration = true;
  }

  /** Does `action` as soon as the guest has returned. */
  afterCall(action: () => void): void {
    this.#afterCall.push(action);
  }

  /** Calls the guest; a module without that export is taken to have returned `absent`. */
  call(context: Context, name: string, args: number[], absent = 0): Outcome {
    const callback = this.#export(name);
    let outcome: Outcome = absent;
    if (this.failure) outcome = "failed";
    else if (callback) outcome = this.#enter(context, name, () => callback(...args) ?? 0);
    for (let action = this.#afterCall.shift(); action; action = this.#afterCall.shift()) action();
    return outcome;
  }

  #enter(context: Context, name: string, run: () => number): Outcome {
    const outer = { current: this.#current, effectiveId: this.#effectiveId, running: this.running };
    this.#current = context;
    this.#effectiveId = 0;
    this.running = name;
    let completed = false;
    try {
      const outcome = this.#trapped(name, run);
      completed = true;
      return this.#stopIteration && outcome !== "failed" ? "stopped" : outcome;
    } finally {
      if (!completed) this.#afterCall = [];
      this.#stopIteration = false;
      this.#current = outer.current;
      this.#effectiveId = outer.effectiveId;
      this.running = outer.running;
    }
  }

  #initialize(): void {
    const start = this.#export("_initialize") ?? this.#export("_start");
    if (start) this.#trapped("_initialize", () => start() ?? 0);
    if (this.failure) throw new HostLoadError(`Failed to initialize Wasm code: ${this.failure}`);
    this.initializing = false;
  }

  /** A trap is the guest's end; any other error is the test's business. */
  #trapped(name: string, run: () => number): Outcome {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError || error instanceof RangeError)) throw error;
      this.failure = `Function: ${name} failed: ${error.message}`;
      this.worker.log("critical", this.failure);
      return "failed";
    }
  }

  #export(name: string): Export | undefined {
    const value = this.#exports[name];
    return typeof value === "function" ? (value as Export) : undefined;
  }
}
