import { Result } from "../abi.ts";
import { readPairs } from "../pairs.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

/** What steers a stream, and whose hostcalls those that follow are. */
export const streamImports = (vm: Vm): Hostcalls => ({
  proxy_continue_stream: (type: number) => vm.context.continueStream(type),
  proxy_close_stream: (type: number) => vm.context.closeStream(type),
  // biome-ignore format: eight pointers and sizes in the ABI's order
  proxy_send_local_response(status: number, details: number, detailsSize: number, body: number, bodySize: number, pairs: number, pairsSize: number) {
    vm.context.sendLocalReply({
      status,
      details: vm.memory.text(details, detailsSize).replaceAll(/\s/g, "_"),
      body: vm.memory.bytes(body, bodySize),
      headers: readPairs(vm.memory.bytes(pairs, pairsSize)),
    });
    return Result.Ok;
  },
  proxy_set_effective_context: (id: number) => (vm.setEffectiveContext(id) ? Result.Ok : Result.BadArgument),
  proxy_done: () => (vm.context.root.done() ? Result.Ok : Result.NotFound),
});
