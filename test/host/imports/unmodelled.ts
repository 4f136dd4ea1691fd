import { HostPhaseError } from "../errors.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

const names = [
  "proxy_register_shared_queue",
  "proxy_resolve_shared_queue",
  "proxy_dequeue_shared_queue",
  "proxy_enqueue_shared_queue",
  "proxy_grpc_call",
  "proxy_grpc_stream",
  "proxy_grpc_cancel",
  "proxy_grpc_close",
  "proxy_grpc_send",
];

/** What Envoy offers and this host does not act out: it may be imported, and fails the test that calls it. */
export function unmodelledImports(vm: Vm): Hostcalls {
  const refuse = (name: string) => () => {
    throw new HostPhaseError(`${name} was called in ${vm.running}: this host does not model it`);
  };
  return Object.fromEntries(names.map((name) => [name, refuse(name)]));
}
