import { BUFFER_BYTES, typed } from "../../envoy/typed.ts";

/** A bootstrap with one listener that is nothing but HTTP: no access log, no tracing. */
export function httpListener(
  ports: { listen: number; admin: number },
  filters: readonly object[],
  routes: object,
  clusters: readonly object[] = [],
): string {
  const manager = typed("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", {
    stat_prefix: "bench",
    http_filters: [
      ...filters,
      { name: "envoy.filters.http.router", typed_config: typed("envoy.extensions.filters.http.router.v3.Router") },
    ],
    route_config: routes,
  });
  const listener = {
    name: "bench",
    address: loopback(ports.listen),
    per_connection_buffer_limit_bytes: BUFFER_BYTES,
    filter_chains: [{ filters: [{ name: "envoy.filters.network.http_connection_manager", typed_config: manager }] }],
  };
  return JSON.stringify({
    admin: { address: loopback(ports.admin) },
    static_resources: { listeners: [listener], clusters },
  });
}

export function loopback(port: number): object {
  return { socket_address: { address: "127.0.0.1", port_value: port } };
}
