import { Result } from "../abi.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** `proxy_*_metric`. */
export const metricImports = (vm: Vm): Hostcalls => ({
  proxy_define_metric(type: number, name: number, nameSize: number, idAt: number) {
    const id = vm.metrics.define(type, vm.memory.text(name, nameSize));
    if (id === undefined) return Result.BadArgument;
    vm.memory.setU32(idAt, id);
    return Result.Ok;
  },
  proxy_increment_metric: (id: number, offset: bigint) => vm.metrics.increment(id, Number(offset)),
  proxy_record_metric: (id: number, value: bigint) => vm.metrics.record(id, Number(BigInt.asUintN(64, value))),
  proxy_get_metric(id: number, valueAt: number) {
    const found = vm.metrics.get(id);
    if ("status" in found) return found.status;
    vm.memory.setU64(valueAt, BigInt(found.value));
    return Result.Ok;
  },
});
