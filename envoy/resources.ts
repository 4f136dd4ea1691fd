import type { Config } from "../contract/config.ts";
import type { Policy } from "../contract/policy.ts";
import type { Provider } from "../contract/provider.ts";
import { poolBreakers } from "./circuit-breakers.ts";
import type { Cluster } from "./cluster.ts";
import { corsOfPages } from "./cors.ts";
import { poolCluster, poolProtocol } from "./pool-cluster.ts";
import { routes } from "./route.ts";
import { targetCluster } from "./target-cluster.ts";
import type { Vm } from "./wasm-filter.ts";

/** What follows from a policy's models and providers: it stands in Envoy's own file, or comes by xDS. */
interface EnvoyResources {
  clusters: Cluster[];
  /** The clusters that the route may lead to. */
  pools: string[];
  /** What all pools have in common, the same object in each. */
  protocol: object;
}

export const ROUTES_NAME = "headgate";

/** One cluster for each target, and one for each place where a model's failover order can begin. */
export function envoyResources(config: Config, policy: Policy, vm: Vm): EnvoyResources {
  const protocol = poolProtocol(vm);
  const providers = new Map(policy.targets.map(({ id, provider }) => [id, providerOf(config, provider)]));
  const targets = [...providers].map(([id, provider]) =>
    targetCluster(id, provider, config.timeouts, isAlone(id, policy)),
  );
  const pools = policy.models.flatMap(({ name, targets }) => {
    const ids = targets.map(({ id }) => id);
    return ids.map((first, start) => {
      const { retries } = providers.get(first)?.circuit_breaker ?? {};
      return poolCluster(name, ids, start, protocol, poolBreakers(retries));
    });
  });
  return { clusters: [...targets, ...pools], pools: pools.map(({ name }) => name), protocol };
}

/** An `envoy.config.route.v3.RouteConfiguration`: to the pool that the filter names. */
export function routeConfiguration(config: Config, pools: readonly string[]): object {
  return {
    name: ROUTES_NAME,
    virtual_hosts: [
      {
        name: ROUTES_NAME,
        domains: ["*"],
        ...corsOfPages(config),
        routes: routes(config, pools),
      },
    ],
  };
}

function providerOf(config: Config, name: string): Provider {
  const provider = config.providers[name];
  if (provider === undefined) throw new Error(`a target of the policy names no provider of the configuration: ${name}`);
  return provider;
}

function isAlone(target: string, policy: Policy): boolean {
  return !policy.models.some(({ targets }) => targets.length > 1 && targets.some(({ id }) => id === target));
}
