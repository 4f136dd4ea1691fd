import { logLevels, Result } from "../abi.ts";
import { encode } from "../bytes.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** Log, clock, timer and the status of the last call. */
export const workerImports = (vm: Vm): Hostcalls => ({
  proxy_log(level: number, message: number, size: number) {
    const name = logLevels[level];
    if (!name) return Result.BadArgument;
    vm.worker.log(name, vm.memory.text(message, size));
    return Result.Ok;
  },
  proxy_get_log_level(levelAt: number) {
    vm.memory.setU32(levelAt, vm.worker.logLevel);
    return Result.Ok;
  },
  proxy_get_current_time_nanoseconds(timeAt: number) {
    vm.memory.setU64(timeAt, BigInt(Math.round(vm.worker.nowMs * 1000)) * 1000n);
    return Result.Ok;
  },
  proxy_set_tick_period_milliseconds(period: number) {
    const { root } = vm.context;
    root.tickPeriodMs = period >>> 0;
    root.nextTickAt = vm.worker.nowMs + root.tickPeriodMs;
    return Result.Ok;
  },
  proxy_get_status(codeAt: number, pointerAt: number, sizeAt: number) {
    const { callFailed } = vm.context.root;
    vm.memory.setU32(codeAt, callFailed ? Result.BrokenConnection : Result.Ok);
    vm.memory.give(encode(callFailed ? "reset" : ""), pointerAt, sizeAt);
    return Result.Ok;
  },
  pthread_equal: (left: number, right: number) => (left === right ? 1 : 0),
  emscripten_notify_memory_growth: () => undefined,
});
