import { Result } from "../abi.ts";
import { HeaderMap } from "../header-map.ts";
import { readPairs } from "../pairs.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

const required = [":method", ":path", ":authority"];

/** `proxy_http_call`, always the root's, and the foreign functions, of which there are none. */
export const callImports = (vm: Vm): Hostcalls => ({
  // biome-ignore format: ten pointers and sizes in the ABI's order
  proxy_http_call(cluster: number, clusterSize: number, headers: number, headersSize: number, body: number, bodySize: number, trailers: number, trailersSize: number, timeoutMs: number, tokenAt: number) {
    const { memory, worker, context } = vm;
    memory.setU32(tokenAt, 0);
    const request = {
      cluster: memory.text(cluster, clusterSize),
      headers: new HeaderMap(readPairs(memory.bytes(headers, headersSize))),
      body: memory.bytes(body, bodySize),
      trailers: readPairs(memory.bytes(trailers, trailersSize)),
      timeoutMs,
    };
    const known = worker.clusters?.includes(request.cluster) ?? true;
    const complete = required.every((name) => request.headers.get(name) !== undefined);
    if (!known || !complete || timeoutMs < 0) return Result.BadArgument;
    memory.setU32(tokenAt, worker.calls.make(context.root, request).token);
    return Result.Ok;
  },
  proxy_call_foreign_function: () => Result.NotFound,
});
