import { logLevels } from "./abi.ts";
import { type Chunk, encode } from "./bytes.ts";
import { EventLoop } from "./event-loop.ts";
import { HttpCalls } from "./http-calls.ts";
import { Metrics } from "./metrics.ts";
import { RootContext } from "./root-context.ts";
import { SharedData } from "./shared-data.ts";
import { Vm } from "./vm.ts";

export interface LogLine {
  readonly level: (typeof logLevels)[number];
  readonly message: string;
}

/** What the VM and its surroundings are made from. */
export interface WorkerOptions {
  /** The module, or its bytes. */
  readonly wasm: Uint8Array | WebAssembly.Module;
  /** The VM's environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  readonly vmId?: string;
  readonly vmConfiguration?: Chunk;
  /** Below it the guest is told not to log: `proxy_get_log_level`. Lines are kept in any case. */
  readonly logLevel?: LogLine["level"];
  /** The clusters that `proxy_http_call` may name; every name is one when absent. */
  readonly clusters?: readonly string[];
  /** The clock's first reading, in milliseconds since 1970. */
  readonly now?: number;
  /** What all workers of one Envoy share; its own when absent. */
  readonly sharedData?: SharedData;
}

/** One worker thread: what its VMs share, and what outlives them. */
export class Worker {
  readonly module: WebAssembly.Module;
  readonly env: ReadonlyMap<string, string>;
  readonly vmId: string;
  readonly vmConfiguration: Uint8Array;
  readonly logLevel: number;
  readonly clusters: readonly string[] | undefined;
  readonly loop = new EventLoop();
  readonly sharedData: SharedData;
  readonly metrics = new Metrics();
  readonly calls = new HttpCalls(this);
  readonly logs: LogLine[] = [];
  nowMs: number;
  #vm: Vm | undefined;

  constructor(options: WorkerOptions) {
    this.module =
      options.wasm instanceof WebAssembly.Module ? options.wasm : new WebAssembly.Module(options.wasm.slice());
    this.env = new Map(Object.entries(options.env ?? {}));
    this.sharedData = options.sharedData ?? new SharedData();
    this.vmId = options.vmId ?? "headgate";
    this.vmConfiguration = encode(options.vmConfiguration ?? "");
    this.logLevel = logLevels.indexOf(options.logLevel ?? "info");
    this.clusters = options.clusters;
    this.nowMs = options.now ?? Date.UTC(2026, 0, 1);
  }

  /** The VM that all plugins share, a fresh one when the last has died. */
  get vm(): Vm {
    if (!this.#vm || this.#vm.failure) this.#vm = new Vm(this);
    return this.#vm;
  }

  /** The roots that live, with or without a timer. */
  get roots(): RootContext[] {
    if (!this.#vm || this.#vm.failure) return [];
    return [...this.#vm.contexts.values()].filter((context) => context instanceof RootContext);
  }

  log(level: LogLine["level"], message: string): void {
    this.logs.push({ level, message });
  }
}
