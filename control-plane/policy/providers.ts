import type { Config, Policy } from "../contract.ts";
import { envName } from "./secrets.ts";
import { secondsAt } from "./time.ts";

type PolicyProvider = Policy["providers"][number];

/** The providers that targets name, with the variables of their keys. */
export function providersOf(config: Config): PolicyProvider[] {
  const named = new Set(Object.values(config.models).flatMap(({ targets = [] }) => targets.map((t) => t.provider)));
  return Object.entries(config.providers)
    .filter(([name]) => named.has(name))
    .map(([name, provider]) => ({
      name,
      ...(provider.region !== undefined && { region: provider.region }),
      private: provider.private,
      key_strategy: provider.key_strategy,
      keys: provider.keys.map(({ id, secret, models, weight, limits, budget, not_before, expires_at }, index) => ({
        id: id ?? `key-${index + 1}`,
        env: envName(secret),
        ...(models && { models }),
        weight,
        limits: { ...limits, ...budget },
        ...(not_before !== undefined && { not_before: secondsAt(not_before) }),
        ...(expires_at !== undefined && { expires_at: secondsAt(expires_at) }),
      })),
    }));
}

/** The environment variables that a policy's provider keys are in. */
export function providerKeyVariables(policy: Policy): string[] {
  return policy.providers.flatMap(({ keys }) => keys.flatMap(({ env }) => env ?? []));
}
