import type { Config, Policy, Provider } from "../control-plane/contract.ts";
import { providerKeyVariables } from "../control-plane/policy/providers.ts";
import { because, toYaml } from "./commented.ts";
import { CONTROL_PLANE_CLUSTER, controlPlaneCluster } from "./control-plane-cluster.ts";
import { jwksClusters } from "./jwt-filter.ts";
import { listener } from "./listener.ts";
import { poolCluster, poolName, poolProtocol } from "./pool-cluster.ts";
import { listenAddress, reachable } from "./socket-address.ts";
import { statsConfig } from "./statistics.ts";
import { TARGET_ANCHORS, targetCluster } from "./target-cluster.ts";
import { typed } from "./typed.ts";
import { wasmVm } from "./wasm-filter.ts";

/** Where the built filter lies, seen from the folder that Envoy is started in. */
const WASM_PATH = "build/headgate.wasm";

const HEADING = `Envoy's configuration for Headgate, written by \`headgate render\` from headgate.yaml.
Start Envoy in the folder that holds ${WASM_PATH}.`;

/** Envoy's whole configuration as text. The same configuration and policy give the same text. */
export function renderEnvoy(config: Config, policy: Policy): string {
  const vm = wasmVm(WASM_PATH, providerKeyVariables(policy));
  const protocol = poolProtocol(vm);
  const control_plane = { cluster: CONTROL_PLANE_CLUSTER, authority: reachable(config.control_plane.listen).authority };
  const bootstrap = {
    admin: { address: listenAddress(config.admin), ignore_global_conn_limit: true },
    static_resources: {
      listeners: [listener(config, poolNames(policy), vm, { policy, control_plane })],
      clusters: [
        ...policy.targets.map((target) =>
          targetCluster(target.id, providerOf(config, target.provider), config.timeouts, isAlone(target.id, policy)),
        ),
        ...policy.models.flatMap(({ name, targets }) =>
          targets.map((_, start) =>
            poolCluster(
              name,
              targets.map(({ id }) => id),
              start,
              protocol,
            ),
          ),
        ),
        ...jwksClusters(config.jwt),
        controlPlaneCluster(config.control_plane),
      ],
    },
    stats_config: statsConfig(),
    overload_manager: OVERLOAD_MANAGER,
  };
  const commented = because(bootstrap, {
    stats_config: "The labels in the filter's metrics' names become labels in /stats/prometheus.",
  });
  return toYaml(commented, HEADING, new Map([...TARGET_ANCHORS, [vm, "vm"], [protocol, "provider-filter"]]));
}

const OVERLOAD_MANAGER = {
  resource_monitors: [
    {
      name: "envoy.resource_monitors.global_downstream_max_connections",
      typed_config: typed("envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig", {
        max_active_downstream_connections: 65536,
      }),
    },
  ],
};

function poolNames(policy: Policy): string[] {
  return policy.models.flatMap(({ name, targets }) => targets.map((_, start) => poolName(name, start)));
}

function providerOf(config: Config, name: string): Provider {
  const provider = config.providers[name];
  if (provider === undefined) throw new Error(`a target of the policy names no provider of the configuration: ${name}`);
  return provider;
}

function isAlone(target: string, policy: Policy): boolean {
  return !policy.models.some(({ targets }) => targets.length > 1 && targets.some(({ id }) => id === target));
}
