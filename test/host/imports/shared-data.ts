import { Result } from "../abi.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** `proxy_get_shared_data` and `proxy_set_shared_data`. */
export const sharedDataImports = (vm: Vm): Hostcalls => ({
  proxy_get_shared_data(key: number, keySize: number, pointerAt: number, sizeAt: number, casAt: number) {
    const entry = vm.worker.sharedData.get(vm.memory.text(key, keySize));
    if (!entry) return Result.NotFound;
    vm.memory.give(entry.value, pointerAt, sizeAt);
    vm.memory.setU32(casAt, entry.cas);
    return Result.Ok;
  },
  proxy_set_shared_data(key: number, keySize: number, value: number, valueSize: number, cas: number) {
    const { memory, worker } = vm;
    return worker.sharedData.set(memory.text(key, keySize), memory.bytes(value, valueSize), cas >>> 0);
  },
});
