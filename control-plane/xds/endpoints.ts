import { createHash } from "node:crypto";
import { REST_SOURCE } from "../../envoy/rest-source.ts";
import type { DiscoveryResponse } from "./discovery.ts";

/** How well a target does, by its id. */
export interface EnvoyStanding {
  /** From 0, the worst, to 1. */
  score: number;
  /** Envoy takes it only where no other of the pool is well. */
  degraded: boolean;
}
export type Standings = ReadonlyMap<string, EnvoyStanding>;

/** As much as is known here of an `envoy.config.cluster.v3.Cluster`. */
interface TargetCluster {
  name: string;
  type?: string;
  load_assignment?: { endpoints: readonly { lb_endpoints: readonly LbEndpoint[] }[] };
}

interface LbEndpoint {
  metadata?: { filter_metadata?: { headgate?: { target?: string } } };
}

const CLUSTER_LOAD_ASSIGNMENT = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment";

/** In coarse steps, since each is news for every Envoy; 0 would take the host out. */
const FULL_WEIGHT = 10;

/**
 * Targets at an address get their host by EDS, so that a change of its standing leaves the cluster and its connections as
 * they are. Those at a name keep it: EDS takes addresses only, and the name is Envoy's to look up.
 */
export function withEndpointsApart({ version_info, resources }: DiscoveryResponse): DiscoveryResponse {
  return {
    version_info,
    resources: (resources as TargetCluster[]).map((cluster) => {
      if (cluster.type !== "STATIC") return cluster;
      const { load_assignment: _, ...rest } = cluster;
      return { ...rest, type: "EDS", eds_cluster_config: { eds_config: REST_SOURCE } };
    }),
  };
}

/** The hosts of the named clusters; one that is not there (any more) is left out. */
export function endpointsOf(
  { resources }: DiscoveryResponse,
  names: readonly string[],
  standings: Standings,
): DiscoveryResponse {
  const wanted = new Set(names);
  const found = (resources as TargetCluster[])
    .filter(({ name, type }) => wanted.has(name) && type === "STATIC")
    .map(({ name, load_assignment }) => ({
      "@type": CLUSTER_LOAD_ASSIGNMENT,
      cluster_name: name,
      endpoints: (load_assignment?.endpoints ?? []).map(({ lb_endpoints }) => ({
        lb_endpoints: lb_endpoints.map((endpoint) => ({
          ...endpoint,
          ...asEnvoyHasIt(standingOf(endpoint, standings)),
        })),
      })),
    }));
  const version = createHash("sha256").update(JSON.stringify(found)).digest("hex").slice(0, 16);
  return { version_info: version, resources: found };
}

function standingOf({ metadata }: LbEndpoint, standings: Standings): EnvoyStanding {
  return standings.get(metadata?.filter_metadata?.headgate?.target ?? "") ?? { score: 1, degraded: false };
}

function asEnvoyHasIt({ score, degraded }: EnvoyStanding): object {
  const weight = Math.round(Math.min(Math.max(score, 0), 1) * FULL_WEIGHT);
  return {
    load_balancing_weight: { value: Math.max(weight, 1) },
    ...(degraded && { health_status: "DEGRADED" }),
  };
}
