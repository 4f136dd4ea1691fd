import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import type { ProviderKey } from "../../contract/provider-key.ts";
import { keyId } from "../../contract/provider-key.ts";
import { millisecondsOf, secondsAt } from "../../contract/time.ts";
import { secretName } from "../process/environment.ts";

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
      ejection_ms: millisecondsOf(provider.outlier_detection.base_ejection_time),
      ...(provider.error_words && { error_words: provider.error_words }),
      ...(provider.leave_out && { leave_out: provider.leave_out }),
      keys: provider.keys.map((key, index) => keyOf(key, keyId(key, index))),
    }));
}

function keyOf(key: ProviderKey, id: string): PolicyProvider["keys"][number] {
  const { secret, models, weight, limits, budget, not_before, expires_at, retires_at, generation } = key;
  return {
    id,
    env: secretName(secret),
    ...(models && { models }),
    weight,
    limits: { ...limits, ...budget },
    ...(not_before !== undefined && { not_before: secondsAt(not_before) }),
    ...(expires_at !== undefined && { expires_at: secondsAt(expires_at) }),
    ...(retires_at !== undefined && { retires_at: secondsAt(retires_at) }),
    ...(generation !== undefined && { generation }),
  };
}
