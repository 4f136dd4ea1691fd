import { earlyRefusal } from "./early-refusal.ts";
import { typed } from "./typed.ts";

/** Up to 64 MiB a second, of what is free and above 32 MiB. */
export const MEMORY_RELEASE = {
  bytes_to_release: 64 * 1024 * 1024,
  memory_release_interval: "1s",
  max_unfreed_memory_bytes: 32 * 1024 * 1024,
};

const HEAP = "envoy.resource_monitors.fixed_heap";

/** 2^20: streams that hold less than 1 MiB are not worth ending. */
const TRACKED_POWER_OF_TWO = 20;

/** @param maxHeapBytes of Envoy itself, without the VMs' memory: see plugin/policy/memory; undefined: no bound */
export function overloadManager(maxHeapBytes: number | undefined): object {
  const connections = {
    name: "envoy.resource_monitors.global_downstream_max_connections",
    typed_config: typed("envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig", {
      max_active_downstream_connections: 65536,
    }),
  };
  if (maxHeapBytes === undefined) return { resource_monitors: [connections] };
  const heap = {
    name: HEAP,
    typed_config: typed("envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig", {
      max_heap_size_bytes: maxHeapBytes,
    }),
  };
  return {
    refresh_interval: "0.25s",
    resource_monitors: [connections, heap],
    buffer_factory_config: { minimum_account_to_track_power_of_two: TRACKED_POWER_OF_TWO },
    actions: [
      action("shrink_heap", { threshold: { value: 0.85 } }),
      action("reset_high_memory_stream", { scaled: { scaling_threshold: 0.9, saturation_threshold: 0.98 } }),
      action("stop_accepting_requests", { threshold: { value: 0.95 } }),
    ],
  };
}

function action(name: string, trigger: object): object {
  return { name: `envoy.overload_actions.${name}`, triggers: [{ name: HEAP, ...trigger }] };
}

/** Envoy's own 503 where its heap is full. */
export function overloaded(): object[] {
  const which = { response_flag_filter: { flags: ["OM"] } };
  return earlyRefusal(which, "overloaded_error", "the gateway's memory is full: send the request again in a moment", 1);
}
