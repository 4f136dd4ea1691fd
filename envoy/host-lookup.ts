import { isIP } from "node:net";
import { typed } from "./typed.ts";

/**
 * How Envoy finds the host. A name is one logical host whatever it resolves to: connections stay
 * open while the answers of a provider's DNS go round, and IPv4 is tried where IPv6 leads nowhere.
 */
export function hostLookup(host: string): object {
  if (isIP(host) !== 0) return { type: "STATIC" };
  return {
    cluster_type: {
      name: "envoy.clusters.dns",
      typed_config: typed("envoy.extensions.clusters.dns.v3.DnsCluster", {
        all_addresses_in_single_endpoint: true,
        dns_lookup_family: "ALL",
        respect_dns_ttl: true,
      }),
    },
  };
}
