import type { Config } from "../contract/config.ts";
import { originOf } from "../contract/origin.ts";
import type { Provider } from "../contract/provider.ts";
import { targetBreakers, USUAL_BREAKERS } from "./circuit-breakers.ts";
import type { Cluster } from "./cluster.ts";
import { because } from "./commented.ts";
import { healthCheck } from "./health-check.ts";
import { hostLookup } from "./host-lookup.ts";
import { outlierDetection, USUAL_OUTLIER_DETECTION } from "./outlier-detection.ts";
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
 * @param alone whether no model has another target to take over: then it is never taken out, since its
 *   own error, a limit with its `retry-after` say, is of more use to a caller than none at all
 */
export function targetCluster(id: string, provider: Provider, timeouts: Config["timeouts"], alone: boolean): Cluster {
  const origin = originOf(provider);
  const name = clusterName(id);
  return because(
    {
      name,
      ...statName(name),
      ...hostLookup(origin.host),
      connect_timeout: timeouts.connect,
      per_connection_buffer_limit_bytes: BUFFER_BYTES,
      circuit_breakers: targetBreakers(provider.circuit_breaker),
      ...(!alone && { outlier_detection: outlierDetection(provider.outlier_detection) }),
      ...(!alone && provider.health_check && { health_checks: [healthCheck(provider, provider.health_check)] }),
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
      circuit_breakers: "Envoy's defaults (1024 of each) would turn load into errors. Retries are counted in the pool.",
      outlier_detection: "Some failures in a row take a target out of all pools, for a while that is longer each time.",
    },
  );
}

/** Envoy takes the first dot for the end of a cluster's name in its statistics. */
export function statName(cluster: string): { alt_stat_name?: string } {
  return cluster.includes(".") ? { alt_stat_name: cluster.replaceAll(".", "_") } : {};
}

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
  [USUAL_BREAKERS, "circuit-breakers"],
  [USUAL_OUTLIER_DETECTION, "outlier-detection"],
  [HTTP1, "http1"],
  [HTTP2_OR_1, "http2-or-1"],
]);
