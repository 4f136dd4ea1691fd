import { BufferType, Result } from "../abi.ts";
import { HostPhaseError } from "../errors.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** `proxy_*_buffer_*`. */
export function bufferImports(vm: Vm): Hostcalls {
  const { BadArgument, NotFound, Ok } = Result;

  /** @returns undefined for a buffer that is not there, as Envoy says of the plugin configuration after its time. */
  function contents(type: number): Uint8Array | undefined {
    const { context } = vm;
    if (isBody(type)) return context.body(type).bytes;
    if (type === BufferType.VmConfiguration) return vm.configuration;
    if (type === BufferType.PluginConfiguration) return context.root.offeredConfiguration;
    if (type !== BufferType.CallBody) return undefined;
    if (!context.root.callReply && !context.root.callFailed) {
      throw new HostPhaseError(`the body of a call's response is read in ${vm.running}, where no call was answered`);
    }
    return context.root.callReply?.body;
  }

  return {
    proxy_get_buffer_bytes(type: number, start: number, length: number, pointerAt: number, sizeAt: number) {
      const bytes = contents(type);
      if (!bytes) return NotFound;
      const from = start >>> 0;
      vm.memory.give(bytes.subarray(from, from + (length >>> 0)), pointerAt, sizeAt);
      return Ok;
    },
    proxy_get_buffer_status(type: number, lengthAt: number, flagsAt: number) {
      const bytes = contents(type);
      if (!bytes) return NotFound;
      vm.memory.setU32(lengthAt, bytes.length);
      vm.memory.setU32(flagsAt, 0);
      return Ok;
    },
    proxy_set_buffer_bytes(type: number, start: number, length: number, data: number, dataSize: number) {
      if (!isBody(type)) return contents(type) ? BadArgument : NotFound;
      return vm.context.body(type).write(start >>> 0, length >>> 0, vm.memory.bytes(data, dataSize));
    },
  };
}

const isBody = (type: number) => type === BufferType.RequestBody || type === BufferType.ResponseBody;
