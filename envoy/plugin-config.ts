import type { Config } from "../contract/config.ts";
import type { PluginConfig } from "../contract/plugin-config.ts";
import type { Policy } from "../contract/policy.ts";
import { CONTROL_PLANE_CLUSTER } from "./control-plane-cluster.ts";
import { reachable } from "./socket-address.ts";

/** What the gateway filter is told by Envoy: a policy to begin with, and where to ask for the next one. */
export function pluginConfig(config: Config, policy: Policy): PluginConfig {
  const { authority } = reachable(config.control_plane.listen);
  return { policy, control_plane: { cluster: CONTROL_PLANE_CLUSTER, authority } };
}
