import type { Config } from "../contract/config.ts";
import type { Policy } from "../contract/policy.ts";
import { pluginConfig } from "./plugin-config.ts";
import { REST_SOURCE } from "./rest-source.ts";
import { WASM_PATH, wasmFilter, wasmVm } from "./wasm-filter.ts";

const NAME = "headgate.gateway";

/** Where an Envoy elsewhere finds the gateway filter: ECDS. */
export function gatewayFilterElsewhere(): object {
  return {
    name: NAME,
    config_discovery: {
      config_source: REST_SOURCE,
      type_urls: ["type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm"],
    },
  };
}

/**
 * The gateway filter as such an Envoy gets it, an `envoy.config.core.v3.TypedExtensionConfig`.
 *
 * @param policy knows nobody and never changes: each change would begin a root without provider keys, while the
 *   snapshot comes with them
 */
export function gatewayFilterForOthers(config: Config, policy: Policy): { name: string } {
  return wasmFilter(NAME, wasmVm(WASM_PATH, []), pluginConfig(config, policy));
}
