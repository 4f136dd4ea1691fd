import { MapType, Result } from "../abi.ts";
import { encode } from "../bytes.ts";
import { HostPhaseError } from "../errors.ts";
import type { HeaderMap } from "../header-map.ts";
import { readPairs, writePairs } from "../pairs.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** `proxy_*_header_map_*`. */
export function headerImports(vm: Vm): Hostcalls {
  const { BadArgument, NotFound, Ok } = Result;

  function readable(type: number): HeaderMap {
    if (type !== MapType.CallHeaders && type !== MapType.CallTrailers) return vm.context.headers(type, "read");
    const { callReply } = vm.context.root;
    if (!callReply) throw new HostPhaseError(`header map ${type} is read in ${vm.running}, where no call was answered`);
    return type === MapType.CallHeaders ? callReply.headers : callReply.trailers;
  }

  function change(type: number, how: (map: HeaderMap) => void): Result {
    if (!isStreamMap(type)) return BadArgument;
    how(vm.context.headers(type, "write"));
    return Ok;
  }

  return {
    proxy_get_header_map_pairs(type: number, pointerAt: number, sizeAt: number) {
      if (!isStreamMap(type) && !isCallMap(type)) return BadArgument;
      vm.memory.give(writePairs(readable(type).pairs()), pointerAt, sizeAt);
      return Ok;
    },
    proxy_set_header_map_pairs(type: number, pointer: number, size: number) {
      const pairs = readPairs(vm.memory.bytes(pointer, size));
      return change(type, (map) => {
        for (const [name] of map.pairs()) map.remove(name);
        for (const [name, value] of pairs) map.add(name, value);
      });
    },
    proxy_get_header_map_value(type: number, key: number, keySize: number, pointerAt: number, sizeAt: number) {
      if (!isStreamMap(type) && !isCallMap(type)) return BadArgument;
      const value = readable(type).get(vm.memory.text(key, keySize));
      if (value === undefined) return NotFound;
      vm.memory.give(encode(value), pointerAt, sizeAt);
      return Ok;
    },
    proxy_add_header_map_value(type: number, key: number, keySize: number, value: number, valueSize: number) {
      return change(type, (map) => map.add(vm.memory.text(key, keySize), vm.memory.text(value, valueSize)));
    },
    proxy_replace_header_map_value(type: number, key: number, keySize: number, value: number, valueSize: number) {
      return change(type, (map) => map.replace(vm.memory.text(key, keySize), vm.memory.text(value, valueSize)));
    },
    proxy_remove_header_map_value(type: number, key: number, keySize: number) {
      return change(type, (map) => map.remove(vm.memory.text(key, keySize)));
    },
    proxy_get_header_map_size(type: number, sizeAt: number) {
      if (!isStreamMap(type)) return BadArgument;
      vm.memory.setU32(sizeAt, readable(type).byteSize);
      return Ok;
    },
  };
}

const isStreamMap = (type: number) => type >= MapType.RequestHeaders && type <= MapType.ResponseTrailers;
const isCallMap = (type: number) => type === MapType.CallHeaders || type === MapType.CallTrailers;
