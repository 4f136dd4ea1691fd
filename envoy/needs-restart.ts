import { circuitBreakerSchema } from "../contract/circuit-breaker.ts";
import { outlierDetectionSchema } from "../contract/outlier-detection.ts";
import { originsOf } from "./cors.ts";
import { healthCheck } from "./health-check.ts";
import { jwtFilter } from "./jwt-filter.ts";
import type { Plan } from "./plan.ts";
import { listenAddress } from "./socket-address.ts";
import { targetCluster } from "./target-cluster.ts";

/**
 * What of a new configuration a running Envoy cannot take. Empty: it can be in force at once.
 *
 * @param dynamic whether Envoy gets its clusters and routes from the control plane; else they stand in its own file,
 *   and all that it can take is what a snapshot carries
 */
export function needsRestart(running: Plan, next: Plan, { dynamic = false } = {}): string[] {
  const before = fixedParts(running, dynamic);
  const after = fixedParts(next, dynamic);
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    return `${path} ${was === undefined ? "was added" : is === undefined ? "was removed" : "changed"}`;
  });
  return dynamic || !changesPages(running, next) ? changes : [...changes, "cors changed"];
}

/** Which pages may ask stands at the routes. That a first key lets them in as well can wait for the next start. */
function changesPages({ config: was }: Plan, { config: is }: Plan): boolean {
  const [before, after] = [originsOf(was), originsOf(is)];
  const areLetIn = before.length === 0 && was.cors === undefined && is.cors === undefined;
  return !areLetIn && JSON.stringify(before) !== JSON.stringify(after);
}

/** Under the names that users know. */
function fixedParts(plan: Plan, dynamic: boolean): Map<string, string> {
  const parts = [...listenerParts(plan), ...(dynamic ? [] : clusterParts(plan))];
  return new Map(parts.map(([path, value]) => [path, JSON.stringify(value)]));
}

type Part = [path: string, value: unknown];

/** What stands in the listener, or is read once. */
function listenerParts({ config }: Plan): Part[] {
  const { listen, control_plane, admin, max_heap_bytes, jwt, tls, timeouts, limits } = config;
  return [
    ["listen", listenAddress(listen)],
    ["control_plane.listen", listenAddress(control_plane.listen)],
    // The control plane's own, which it reads once.
    ["control_plane.store", control_plane.store],
    ["control_plane.tls", control_plane.tls],
    ["control_plane.jwt", control_plane.jwt],
    ["control_plane.xds", control_plane.xds],
    ["admin", listenAddress(admin)],
    ["max_heap_bytes", max_heap_bytes],
    ["jwt", jwt && jwtFilter(jwt)],
    ["tls", tls],
    ["timeouts.idle", timeouts.idle],
    ["limits.per_ip", limits.per_ip],
  ];
}

/** What stands in clusters, pools and the route. */
function clusterParts({ config, policy }: Plan): Part[] {
  const { connect, first_token } = config.timeouts;
  const parts: Part[] = [
    ["timeouts.connect", connect],
    ["timeouts.first_token", first_token],
  ];
  for (const { name, targets } of policy.models) parts.push([`models.${name}.targets`, targets.map(({ id }) => id)]);
  for (const { provider: name } of policy.targets) {
    const provider = config.providers[name];
    if (provider === undefined) continue;
    const { outlier_detection, circuit_breaker, health_check } = provider;
    const watched = { ...provider, outlier_detection: USUAL.outlier_detection, circuit_breaker: USUAL.circuit_breaker };
    parts.push(
      // The cluster without its name: where the provider is, and how it is trusted.
      [`providers.${name}.url`, targetCluster("", { ...watched, health_check: undefined }, SAME_TIMEOUTS, false)],
      [`providers.${name}.outlier_detection`, outlier_detection],
      [`providers.${name}.circuit_breaker`, circuit_breaker],
      [`providers.${name}.health_check`, health_check && healthCheck(provider, health_check)],
    );
  }
  return parts;
}

const SAME_TIMEOUTS = { connect: "1s", first_token: "1s", idle: "1s" };

const USUAL = {
  outlier_detection: outlierDetectionSchema.parse({}),
  circuit_breaker: circuitBreakerSchema.parse({}),
};
