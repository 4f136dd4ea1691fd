import type { Config } from "../contract/config.ts";
import { SNAPSHOT_TOKEN } from "../contract/snapshot-token.ts";
import { because } from "./commented.ts";
import { reachable } from "./socket-address.ts";
import { systemCaBundle } from "./system-ca.ts";
import { upstreamTls } from "./tls.ts";
import { typed } from "./typed.ts";

export const CONTROL_PLANE_CLUSTER = "headgate.control-plane";

/** Where the filter asks for snapshots, and Envoy itself for clusters and routes if it gets them there. */
export function controlPlaneCluster({ listen, tls, xds }: Config["control_plane"]): object {
  const { host, port } = reachable(listen);
  return {
    name: CONTROL_PLANE_CLUSTER,
    alt_stat_name: CONTROL_PLANE_CLUSTER.replaceAll(".", "_"),
    type: "STATIC",
    connect_timeout: "1s",
    ...(tls && { transport_socket: upstreamTls(host, tls.ca ?? systemCaBundle()) }),
    ...(xds && { typed_extension_protocol_options: WITH_TOKEN }),
    load_assignment: {
      cluster_name: CONTROL_PLANE_CLUSTER,
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }] },
      ],
    },
  };
}

/** What Envoy asks for by itself has no header of ours: it is written on the way out, from Envoy's environment. */
const WITH_TOKEN = {
  "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
    {
      explicit_http_config: { http_protocol_options: {} },
      http_filters: [
        {
          name: "envoy.filters.http.header_mutation",
          typed_config: typed("envoy.extensions.filters.http.header_mutation.v3.HeaderMutation", {
            mutations: {
              request_mutations: [
                because(
                  {
                    append: {
                      header: { key: "authorization", value: `Bearer %ENVIRONMENT(${SNAPSHOT_TOKEN})%` },
                      append_action: "OVERWRITE_IF_EXISTS_OR_ADD",
                    },
                  },
                  {
                    append: "The secret is Envoy's environment's, as the filter's calls have it; it stands in no file.",
                  },
                ),
              ],
            },
          }),
        },
        {
          name: "envoy.filters.http.upstream_codec",
          typed_config: typed("envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"),
        },
      ],
    },
  ),
};
