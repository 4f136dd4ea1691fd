import type { Config } from "../contract/config.ts";
import type { Policy } from "../contract/policy.ts";
import { providerKeyVariables } from "../contract/policy.ts";
import { because, toYaml } from "./commented.ts";
import { controlPlaneCluster } from "./control-plane-cluster.ts";
import { CLUSTERS_FILE, fileSource, ROUTES_FILE } from "./file-source.ts";
import { jwksClusters } from "./jwt-filter.ts";
import { listener } from "./listener.ts";
import { MEMORY_RELEASE, overloadManager } from "./overload.ts";
import { pluginConfig } from "./plugin-config.ts";
import { FIRST_OF_ALL } from "./pool-cluster.ts";
import { gatewayFilterElsewhere } from "./remote-filter.ts";
import { envoyResources, ROUTES_NAME, routeConfiguration } from "./resources.ts";
import { REST_SOURCE } from "./rest-source.ts";
import { listenAddress } from "./socket-address.ts";
import { statsConfig } from "./statistics.ts";

import { TARGET_ANCHORS } from "./target-cluster.ts";
import { WASM_PATH, wasmFilter, wasmVm } from "./wasm-filter.ts";

const HEADING = `Envoy's configuration for Headgate, written by \`headgate render\` from headgate.yaml.
Start Envoy in the folder that holds ${WASM_PATH}.`;

/** Envoy's whole configuration as text. The same configuration and policy give the same text. */
export function renderEnvoy(config: Config, policy: Policy): string {
  const vm = wasmVm(WASM_PATH, providerKeyVariables(policy));
  const { clusters, pools, protocol } = envoyResources(config, policy, vm);
  const routing = { route_config: routeConfiguration(config, pools) };
  const bootstrap = bootstrapOf(config, {
    static_resources: {
      listeners: [listener(config, vm, wasmFilter("headgate.gateway", vm, pluginConfig(config, policy)), routing)],
      clusters: [...clusters, ...jwksClusters(config.jwt), controlPlaneCluster(config.control_plane)],
    },
  });
  return toYaml(
    bootstrap,
    HEADING,
    new Map([...TARGET_ANCHORS, [FIRST_OF_ALL, "first-of-all"], [vm, "vm"], [protocol, "provider-filter"]]),
  );
}

/**
 * Envoy's configuration where its clusters, its routes and the gateway filter, like the policy, come from the control
 * plane (`control_plane.xds`).
 * Nothing in it hangs on models and providers; until it has all from there, it answers nobody.
 */
export function renderRemoteEnvoy(config: Config): string {
  const vm = wasmVm(WASM_PATH, []);
  const rds = { route_config_name: ROUTES_NAME, config_source: REST_SOURCE };
  const bootstrap = bootstrapOf(config, {
    node: because({ id: "headgate", cluster: "headgate" }, { id: "Each Envoy needs another: envoy --service-node …" }),
    static_resources: {
      listeners: [listener(config, vm, gatewayFilterElsewhere(), { rds })],
      clusters: [...jwksClusters(config.jwt), controlPlaneCluster(config.control_plane)],
    },
    dynamic_resources: { cds_config: REST_SOURCE },
  });
  return toYaml(
    bootstrap,
    HEADING,
    new Map<object, string>([
      [vm, "vm"],
      [REST_SOURCE, "from-control-plane"],
    ]),
  );
}

/**
 * Envoy's configuration where its clusters and routes are in files of `folder`, which the control plane writes
 * (control-plane/xds/envoy-files.ts): a new model, target or provider then needs no restart.
 *
 * @param variables names of the environment variables that the VM sees, the same as long as this Envoy runs: with
 *   others the clusters' filter would be in another VM than the listener's
 */
export function renderDynamicEnvoy(
  config: Config,
  policy: Policy,
  { folder, variables }: { folder: string; variables: readonly string[] },
): string {
  const vm = wasmVm(WASM_PATH, variables);
  const rds = { route_config_name: ROUTES_NAME, config_source: fileSource(folder, ROUTES_FILE) };
  const bootstrap = bootstrapOf(config, {
    node: { id: "headgate", cluster: "headgate" },
    static_resources: {
      listeners: [listener(config, vm, wasmFilter("headgate.gateway", vm, pluginConfig(config, policy)), { rds })],
      clusters: [...jwksClusters(config.jwt), controlPlaneCluster(config.control_plane)],
    },
    dynamic_resources: { cds_config: fileSource(folder, CLUSTERS_FILE) },
  });
  return toYaml(bootstrap, HEADING, new Map([[vm, "vm"]]));
}

function bootstrapOf(config: Config, parts: object): object {
  return because(
    {
      admin: { address: listenAddress(config.admin), ignore_global_conn_limit: true },
      ...parts,
      stats_config: statsConfig(),
      overload_manager: overloadManager(config.max_heap_bytes),
      memory_allocator_manager: MEMORY_RELEASE,
    },
    {
      memory_allocator_manager: "What a load needed goes back to the machine when it is over.",
      stats_config: "The labels in the filter's metrics' names become labels in /stats/prometheus.",
    },
  );
}
