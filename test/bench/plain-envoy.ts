import { BUFFER_BYTES } from "../../envoy/typed.ts";
import { httpListener, loopback } from "./http-listener.ts";

/** What the gateway is measured against: a listener, a router and a cluster, with the gateway's buffer limits. */
export function plainEnvoy(ports: { listen: number; admin: number }, mockPort: number): string {
  const cluster = {
    name: "provider",
    type: "STATIC",
    connect_timeout: "5s",
    per_connection_buffer_limit_bytes: BUFFER_BYTES,
    load_assignment: {
      cluster_name: "provider",
      endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(mockPort) } }] }],
    },
  };
  const route = { match: { prefix: "/" }, route: { cluster: "provider", timeout: "0s" } };
  return httpListener(ports, [], { virtual_hosts: [{ name: "plain", domains: ["*"], routes: [route] }] }, [cluster]);
}
