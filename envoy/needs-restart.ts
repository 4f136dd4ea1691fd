import type { Config, Policy } from "../control-plane/contract.ts";
import { jwtFilter } from "./jwt-filter.ts";
import { listenAddress } from "./socket-address.ts";
import { targetCluster } from "./target-cluster.ts";

/** A configuration and the policy built from it. */
export interface Plan {
  config: Config;
  policy: Policy;
}

/**
 * What of a new configuration a running Envoy cannot take from a snapshot: its listeners, clusters
 * and pools. Empty: the policy is all that changed.
 */
export function needsRestart(running: Plan, next: Plan): string[] {
  const before = envoyParts(running);
  const after = envoyParts(next);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was === is) return [];
    return `${path} ${was === undefined ? "was added" : is === undefined ? "was removed" : "changed"}`;
  });
}

/** Everything that `renderEnvoy` puts outside the policy, under the names that users know. */
function envoyParts({ config, policy }: Plan): Map<string, string> {
  const parts = new Map<string, unknown>([
    ["listen", listenAddress(config.listen)],
    ["control_plane.listen", listenAddress(config.control_plane.listen)],
    // The control plane's own, which it reads once.
    ["control_plane.store", config.control_plane.store],
    ["control_plane.tls", config.control_plane.tls],
    ["control_plane.jwt", config.control_plane.jwt],
    ["admin", listenAddress(config.admin)],
    ["jwt", config.jwt && jwtFilter(config.jwt)],
    ["tls", config.tls],
  ]);
  for (const [name, duration] of Object.entries(config.timeouts)) parts.set(`timeouts.${name}`, duration);
  for (const model of policy.models) {
    parts.set(
      `models.${model.name}.targets`,
      model.targets.map(({ id }) => id),
    );
  }
  for (const { provider } of policy.targets) {
    const definition = config.providers[provider];
    // The cluster without its name: where the provider is, and how it is trusted.
    if (definition) parts.set(`providers.${provider}.url`, targetCluster("", definition, SAME_TIMEOUTS, false));
  }
  return new Map([...parts].map(([path, value]) => [path, JSON.stringify(value)]));
}

const SAME_TIMEOUTS = { connect: "1s", first_token: "1s", idle: "1s" };
