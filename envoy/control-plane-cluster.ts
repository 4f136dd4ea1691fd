import type { Config } from "../control-plane/contract.ts";
import { reachable } from "./socket-address.ts";
import { systemCaBundle } from "./system-ca.ts";
import { upstreamTls } from "./tls.ts";

export const CONTROL_PLANE_CLUSTER = "headgate.control-plane";

/** Where the filter asks for snapshots. */
export function controlPlaneCluster({ listen, tls }: Config["control_plane"]): object {
  const { host, port } = reachable(listen);
  return {
    name: CONTROL_PLANE_CLUSTER,
    alt_stat_name: CONTROL_PLANE_CLUSTER.replaceAll(".", "_"),
    type: "STATIC",
    connect_timeout: "1s",
    ...(tls && { transport_socket: upstreamTls(host, tls.ca ?? systemCaBundle()) }),
    load_assignment: {
      cluster_name: CONTROL_PLANE_CLUSTER,
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }] },
      ],
    },
  };
}
