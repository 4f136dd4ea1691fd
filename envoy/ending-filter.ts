import { because } from "./commented.ts";
import { typed } from "./typed.ts";
import { type Vm, wasmFilter } from "./wasm-filter.ts";

/**
 * The ending filter (plugin/gateway/ending.ts), for streams alone: Envoy makes it only where the
 * gateway filter has said that the request asks for one. It costs a third of plain Envoy's CPU
 * for a request (measured), and other requests have no use for it.
 */
export function endingFilter(vm: Vm): object {
  return {
    name: "headgate.ending",
    typed_config: typed("envoy.extensions.common.matching.v3.ExtensionWithMatcher", {
      extension_config: {
        name: "envoy.filters.http.composite",
        typed_config: typed("envoy.extensions.filters.http.composite.v3.Composite", {}),
      },
      xds_matcher: {
        matcher_tree: because(
          {
            input: {
              name: "envoy.matching.inputs.filter_state",
              typed_config: typed("envoy.extensions.matching.common_inputs.network.v3.FilterStateInput", {
                key: "wasm.headgate_stream",
              }),
            },
            exact_match_map: {
              map: {
                true: {
                  action: {
                    name: "ending",
                    typed_config: typed("envoy.extensions.filters.http.composite.v3.ExecuteFilterAction", {
                      typed_config: wasmFilter("headgate.ending", vm),
                    }),
                  },
                },
              },
            },
          },
          { input: 'The filter\'s property "headgate_stream": a stream that breaks off gets a last word.' },
        ),
      },
    }),
  };
}
