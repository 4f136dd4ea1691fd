import { Result } from "../abi.ts";
import { BadPointer } from "../memory.ts";
import type { Vm } from "../vm.ts";
import { bufferImports } from "./buffers.ts";
import { callImports } from "./calls.ts";
import { headerImports } from "./headers.ts";
import { metricImports } from "./metrics.ts";
import { propertyImports } from "./properties.ts";
import { sharedDataImports } from "./shared-data.ts";
import { streamImports } from "./streams.ts";
import { unmodelledImports } from "./unmodelled.ts";
import { wasiImports } from "./wasi.ts";
import { workerImports } from "./worker.ts";

/** Hostcalls of one kind, by the name they are imported under. */
// biome-ignore lint/suspicious/noExplicitAny: wasm passes numbers and bigints, as each signature says
export type Hostcalls = Record<string, (...args: any[]) => number | undefined>;

const efault = 21;

/** Of `env`, all that Envoy lets a module call before it has a context. */
const callableAtStart = new Set(["proxy_log", "emscripten_notify_memory_growth"]);

/** Everything that Envoy's host offers to a module of ABI 0.2.1, by module and name. */
export function importsFor(vm: Vm): Record<string, Hostcalls> {
  const env = {
    ...bufferImports(vm),
    ...callImports(vm),
    ...headerImports(vm),
    ...metricImports(vm),
    ...propertyImports(vm),
    ...sharedDataImports(vm),
    ...streamImports(vm),
    ...workerImports(vm),
    ...unmodelledImports(vm),
  };
  const wasi = guarded(wasiImports(vm), efault);
  return {
    env: restricted(vm, guarded(env, Result.InvalidMemoryAccess)),
    wasi_snapshot_preview1: wasi,
    wasi_unstable: wasi,
  };
}

/** A pointer outside the memory becomes the status `onBadPointer`. */
function guarded(calls: Hostcalls, onBadPointer: number): Hostcalls {
  return each(calls, (_, call) => (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof BadPointer) return onBadPointer;
      throw error;
    }
  });
}

/** While the module initializes, Envoy traps on any other hostcall. */
function restricted(vm: Vm, calls: Hostcalls): Hostcalls {
  return each(calls, (name, call) => (...args) => {
    if (vm.initializing && !callableAtStart.has(name)) {
      throw new WebAssembly.RuntimeError(`restricted_callback: ${name} was called in ${vm.running}`);
    }
    return call(...args);
  });
}

function each(calls: Hostcalls, wrap: (name: string, call: Hostcalls[string]) => Hostcalls[string]): Hostcalls {
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, wrap(name, call)]));
}
