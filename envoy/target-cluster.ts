import type { Config, Provider } from "../control-plane/contract.ts";
import { originOf } from "../control-plane/provider/origin.ts";
import { because } from "./commented.ts";
import { discovery } from "./discovery.ts";
import { systemCaBundle } from "./system-ca.ts";
import { upstreamTls } from "./tls.ts";
import { BUFFER_BYTES, typed } from "./typed.ts";

/** The Envoy cluster of a target. */
export function clusterName(targetId: string): string {
  return `target:${targetId}`;
}

/**
 * One target's cluster: its connections, TLS, health. All pools that hold the target share it.
 *
 * @param alone whether no model has another target to take over: then it is never ejected, since its
 *   own error, a limit with its `retry-after` say, is of more use to a caller than none at all
 */
export function targetCluster(id: string, provider: Provider, timeouts: Config["timeouts"], alone: boolean): object {
  const origin = originOf(provider);
  const name = clusterName(id);
  return because(
    {
      name,
      ...statName(name),
      ...discovery(origin.host),
      connect_timeout: timeouts.connect,
      per_connection_buffer_limit_bytes: BUFFER_BYTES,
      common_lb_config: PANIC_NEVER,
      circuit_breakers: CIRCUIT_BREAKERS,
      ...(!alone && { outlier_detection: OUTLIER_DETECTION }),
      ...(origin.scheme === "https" && { transport_socket: upstreamTls(origin.host, provider.ca ?? systemCaBundle()) }),
      typed_extension_protocol_options: origin.scheme === "https" ? HTTP2_OR_1 : HTTP1,
      load_assignment: {
        cluster_name: name,
        endpoints: [
          {
            lb_endpoints: [
              because(
                {
                  endpoint: {
                    hostname: origin.host,
                    address: { socket_address: { address: origin.host, port_value: origin.port } },
                  },
                  metadata: { filter_metadata: { headgate: { target: id } } },
                },
                { metadata: "Tells the provider filter, in each attempt, which target Envoy chose." },
              ),
            ],
          },
        ],
      },
    },
    {
      common_lb_config:
        "A target has one host: without this, Envoy would panic and go on using it while it is ejected.",
      circuit_breakers: "Envoy's defaults (3 retries at a time, 1024 requests) would turn failover into errors.",
      outlier_detection: "Three failures in a row take a target out of all pools, for 5 s and then longer each time.",
    },
  );
}

/** Envoy takes the first dot for the end of a cluster's name in its statistics. */
export function statName(cluster: string): { alt_stat_name?: string } {
  return cluster.includes(".") ? { alt_stat_name: cluster.replaceAll(".", "_") } : {};
}

const PANIC_NEVER = { healthy_panic_threshold: { value: 0 } };

const CIRCUIT_BREAKERS = {
  thresholds: [{ max_connections: 65536, max_pending_requests: 65536, max_requests: 65536, max_retries: 1024 }],
};

const OUTLIER_DETECTION = {
  consecutive_5xx: 3,
  consecutive_gateway_failure: 3,
  enforcing_consecutive_gateway_failure: 100,
  interval: "1s",
  base_ejection_time: "5s",
  max_ejection_percent: 100,
};

const HTTP1 = protocolOptions({ explicit_http_config: { http_protocol_options: {} } });

/** ALPN decides: HTTP/2 where the provider speaks it. */
const HTTP2_OR_1 = protocolOptions({ auto_config: { http_protocol_options: {}, http2_protocol_options: {} } });

function protocolOptions(protocol: object): object {
  return {
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
      protocol,
    ),
  };
}

/** Names for the parts that are the same in every target. */
export const TARGET_ANCHORS: ReadonlyMap<object, string> = new Map<object, string>([
  [PANIC_NEVER, "panic-never"],
  [CIRCUIT_BREAKERS, "circuit-breakers"],
  [OUTLIER_DETECTION, "outlier-detection"],
  [HTTP1, "http1"],
  [HTTP2_OR_1, "http2-or-1"],
]);
