import { Result } from "../abi.ts";
import { readProperty } from "../properties.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** `proxy_get_property` and `proxy_set_property`. */
export const propertyImports = (vm: Vm): Hostcalls => ({
  proxy_get_property(path: number, pathSize: number, pointerAt: number, sizeAt: number) {
    const value = readProperty(vm.context, vm.memory.bytes(path, pathSize));
    if (!value) return Result.NotFound;
    vm.memory.give(value, pointerAt, sizeAt);
    return Result.Ok;
  },
  proxy_set_property(path: number, pathSize: number, value: number, valueSize: number) {
    const { info } = vm.context;
    if (!info) return Result.NotFound;
    info.filterState.set(vm.memory.text(path, pathSize), vm.memory.bytes(value, valueSize));
    return Result.Ok;
  },
});
