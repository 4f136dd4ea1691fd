import { createHash } from "node:crypto";

/** The kinds of resources that Envoy gets from here. https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol */
const RESOURCE_TYPES = {
  clusters: "type.googleapis.com/envoy.config.cluster.v3.Cluster",
  routes: "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
  extension_configs: "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig",
} as const;
type ResourceKind = keyof typeof RESOURCE_TYPES;

/** An `envoy.service.discovery.v3.DiscoveryResponse`, the same in a file and over REST. */
export interface DiscoveryResponse {
  version_info: string;
  resources: object[];
}

/** The version is a digest of the resources: the same ones are never taken twice. */
export function discoveryResponse(kind: ResourceKind, resources: readonly object[]): DiscoveryResponse {
  const typed = resources.map((resource) => ({ "@type": RESOURCE_TYPES[kind], ...resource }));
  const digest = createHash("sha256").update(JSON.stringify(typed)).digest("hex");
  return { version_info: digest.slice(0, 16), resources: typed };
}
