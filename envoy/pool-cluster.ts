import type { Cluster } from "./cluster.ts";
import { because } from "./commented.ts";
import { clusterName, statName } from "./target-cluster.ts";
import { BUFFER_BYTES, typed } from "./typed.ts";
import { type Vm, wasmFilter } from "./wasm-filter.ts";

/** The pool of a model that starts at its nth target. */
export function poolName(model: string, start: number): string {
  return `${model}@${start}`;
}

/** Whether a cluster is a pool: `@` stands in no target's id. */
export function isPool(cluster: string): boolean {
  return cluster.includes("@");
}

/** What counts against a target. Envoy asks the pool that the attempt came through, not the target's own cluster. */
const FAILURES = because(
  {
    error_matcher: {
      http_response_headers_match: {
        headers: [{ name: "x-headgate-blame", string_match: { exact: "host" } }],
      },
    },
  },
  {
    error_matcher:
      "What counts against the host is the provider filter's word (docs/failures.md): not a key's limit, not a bad request.",
  },
);

/** A pool's parts that are the same in every pool: the provider filter, once per attempt. */
export function poolProtocol(vm: Vm): object {
  return {
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
      {
        explicit_http_config: { http_protocol_options: {} },
        outlier_detection: FAILURES,
        http_filters: [
          wasmFilter("headgate.provider", vm),
          {
            name: "envoy.filters.http.upstream_codec",
            typed_config: typed("envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"),
          },
        ],
      },
    ),
  };
}

/** Without a panic of its own, a pool of which nobody is well sends all to its first target. */
export const FIRST_OF_ALL = { healthy_panic_threshold: { value: 0 } };

/** The targets in the order that starts at the nth and goes round. */
export function poolCluster(
  model: string,
  targets: readonly string[],
  start: number,
  protocol: object,
  breakers: object,
): Cluster {
  const name = poolName(model, start);
  return because(
    {
      name,
      ...statName(name),
      lb_policy: "CLUSTER_PROVIDED",
      common_lb_config: FIRST_OF_ALL,
      connect_timeout: "5s",
      per_connection_buffer_limit_bytes: BUFFER_BYTES,
      circuit_breakers: breakers,
      cluster_type: {
        name: "envoy.clusters.aggregate",
        typed_config: typed("envoy.extensions.clusters.aggregate.v3.ClusterConfig", {
          clusters: [...targets.slice(start), ...targets.slice(0, start)].map(clusterName),
        }),
      },
      typed_extension_protocol_options: protocol,
    },
    {
      common_lb_config:
        "With every target out, the pool's first is asked: its cluster then panics, and uses its only host.",
      typed_extension_protocol_options:
        "The provider filter runs in the pool, once per attempt; the host is the target's.",
    },
  );
}
