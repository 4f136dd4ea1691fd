import type { PluginConfig } from "../contract/plugin-config.ts";
import { SNAPSHOT_TOKEN } from "../contract/snapshot-token.ts";
import { because } from "./commented.ts";
import { readableJson } from "./readable-json.ts";
import { typed } from "./typed.ts";

/** Where the built filter lies, seen from the folder that Envoy is started in. */
export const WASM_PATH = "build/headgate.wasm";

/** One VM for both filters, so that the provider filter reads the exchange in place. */
export interface Vm {
  vm_id: string;
}

/**
 * The VM of both filters. It has to be the same object in both: VMs that differ in any part are not shared.
 *
 * @param wasm path of the built filter, as Envoy will open it
 * @param providerKeys names of the environment variables that hold provider keys
 */
export function wasmVm(wasm: string, providerKeys: readonly string[]): Vm {
  const names = [...new Set([...providerKeys, SNAPSHOT_TOKEN])].sort();
  return because(
    {
      vm_id: "headgate",
      runtime: "envoy.wasm.runtime.v8",
      code: { local: { filename: wasm } },
      environment_variables: { host_env_keys: names },
    },
    {
      environment_variables:
        "All that the filter sees of Envoy's environment. Secrets are named in this file, never written.",
    },
  );
}

/** The filter in one of its three places. */
export function wasmFilter(
  rootId: "headgate.gateway" | "headgate.ending" | "headgate.provider",
  vm: Vm,
  configuration?: PluginConfig,
): { name: string; typed_config: object } {
  return {
    name: rootId,
    typed_config: typed("envoy.extensions.filters.http.wasm.v3.Wasm", {
      config: because(
        {
          name: rootId,
          root_id: rootId,
          allow_on_headers_stop_iteration: true,
          failure_policy: "FAIL_RELOAD",
          reload_config: { backoff: { base_interval: "0.1s" } },
          ...(configuration && {
            configuration: typed("google.protobuf.StringValue", { value: readableJson(configuration) }),
          }),
          vm_config: vm,
        },
        {
          allow_on_headers_stop_iteration: "Without it a filter that waits at the headers never gets the body.",
          failure_policy: "A trap costs its request; the VM is made anew for the next ones.",
          ...(configuration && {
            configuration: "The policy that holds until the control plane's first snapshot, and for good without one.",
          }),
        },
      ),
    }),
  };
}
