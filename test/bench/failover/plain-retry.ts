import { BUFFER_BYTES, typed } from "../../../envoy/typed.ts";
import { httpListener, loopback } from "../http-listener.ts";
import { CASES, type Case } from "./envoys.ts";

/**
 * Envoy's own failover, without a filter: an aggregate cluster of two, the retry goes to the second. Retry conditions,
 * back-off and buffers are the gateway's; so is that nothing is ejected.
 */
export function plainRetry(own: { listen: number; admin: number }, ports: Record<Case, number>): string {
  const cluster = (name: string, port: number) => ({
    ...COMMON,
    name,
    type: "STATIC",
    common_lb_config: { healthy_panic_threshold: { value: 0 } },
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(port) } }] }] },
  });
  const pool = (name: Case) => ({
    ...COMMON,
    name: `pool-${name}`,
    lb_policy: "CLUSTER_PROVIDED",
    cluster_type: {
      name: "envoy.clusters.aggregate",
      typed_config: typed("envoy.extensions.clusters.aggregate.v3.ClusterConfig", { clusters: [name, "second"] }),
    },
  });
  const routes = CASES.map((name) => ({
    match: { prefix: `/${name}/` },
    route: { cluster: `pool-${name}`, prefix_rewrite: "/", timeout: "0s", retry_policy: RETRY },
  }));
  const clusters = [...CASES.map((name) => cluster(name, ports[name])), cluster("second", ports.healthy)];
  const virtualHost = { name: "plain", domains: ["*"], routes };
  return httpListener(own, [], { virtual_hosts: [virtualHost] }, [...clusters, ...CASES.map(pool)]);
}

const COMMON = {
  connect_timeout: "5s",
  per_connection_buffer_limit_bytes: BUFFER_BYTES,
  circuit_breakers: { thresholds: [{ max_retries: 1024, max_requests: 65536, max_pending_requests: 65536 }] },
};

const RETRY = {
  retry_on: "5xx,reset,connect-failure",
  num_retries: 1,
  retry_back_off: { base_interval: "0.001s", max_interval: "0.025s" },
  retry_priority: {
    name: "envoy.retry_priorities.previous_priorities",
    typed_config: typed("envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig", {
      update_frequency: 1,
    }),
  },
};
