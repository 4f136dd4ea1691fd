import type { Config } from "../contract/config.ts";
import { because } from "./commented.ts";
import { decompressing } from "./decompression.ts";
import { BUFFER_BYTES, typed } from "./typed.ts";

/** On a held head, by plugin/route/retry.ts. The gateway filter takes all `x-headgate-` headers of an answer out. */
const RETRY_HEADER = "x-headgate-retry";

/** The way to the pools; of its own for models that hedge, if there are any. */
export function routes(config: Config, pools: readonly string[]): object[] {
  const hedges = Object.values(config.models).some(({ hedge }) => hedge !== undefined);
  return [decompressingRoute(config, pools), ...(hedges ? [hedgedRoute(config, pools)] : []), route(config, pools)];
}

/** For a body in a coding, until that is taken off. */
function decompressingRoute(config: Config, pools: readonly string[]): object {
  const plain = route(config, pools) as { match: object };
  const { headers, typed_per_filter_config } = decompressing();
  return because(
    { ...plain, match: { ...plain.match, headers }, typed_per_filter_config },
    { match: "One coding, alone: the filters below would take the first of several off, and the last must go first." },
  );
}

/** The one route: to the pool that the filter names, asked again before each retry. */
function route(config: Config, pools: readonly string[]): object {
  const { first_token, idle } = config.timeouts;
  return because(
    {
      match: { prefix: "/" },
      request_headers_to_remove: ABOUT_THE_CALLER,
      response_headers_to_remove: ["set-cookie"],
      request_body_buffer_limit: BUFFER_BYTES,
      route: because(
        {
          inline_cluster_specifier_plugin: { extension: { name: "headgate.pool", typed_config: poolSpecifier(pools) } },
          timeout: "0s",
          idle_timeout: idle,
          retry_policy: because(
            {
              retry_on: "connect-failure,refused-stream,reset,retriable-headers",
              retriable_headers: [{ name: RETRY_HEADER, present_match: true }],
              num_retries: 1,
              refresh_cluster_on_retry: true,
              per_try_timeout: first_token,
              retry_back_off: { base_interval: "0.001s", max_interval: "0.025s" },
            },
            {
              retriable_headers:
                "The provider filter's word that another attempt may do better, and where; no status tells that.",
              num_retries: "The gateway filter sets the number for each request (x-envoy-max-retries).",
              refresh_cluster_on_retry: "The provider filter says where the next attempt goes.",
              per_try_timeout: "The provider filter holds the head until the first token, so this is the time to it.",
            },
          ),
        },
        {
          timeout: "A long answer is no fault.",
          idle_timeout: "The longest silence that a caller meets: inside a stream, and over all attempts before it.",
        },
      ),
    },
    {
      request_headers_to_remove: "What Envoy and those before it know of the caller is no business of a provider's.",
      response_headers_to_remove: "A provider's cookies are for the gateway's connection, not for a caller.",
    },
  );
}

/**
 * Where a second attempt runs beside the first, Envoy 1.40.0 does not ask for the cluster again: the pool's own order
 * says where that goes.
 */
function hedgedRoute(config: Config, pools: readonly string[]): object {
  const plain = route(config, pools) as { match: object; route: { retry_policy: object } };
  const { refresh_cluster_on_retry: _, ...policy } = plain.route.retry_policy as Record<string, unknown>;
  return because(
    {
      ...plain,
      match: { ...plain.match, filter_state: [{ key: "wasm.headgate_hedge", string_match: { exact: "true" } }] },
      route: {
        ...plain.route,
        hedge_policy: { hedge_on_per_try_timeout: true },
        retry_policy: {
          ...policy,
          retry_priority: {
            name: "envoy.retry_priorities.previous_priorities",
            typed_config: typed("envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig", {
              update_frequency: 1,
            }),
          },
        },
      },
    },
    { match: "The filter's property: the model has `hedge`, and the request more than one target." },
  );
}

const ABOUT_THE_CALLER = [
  "x-envoy-external-address",
  "x-envoy-internal",
  "x-forwarded-for",
  "x-forwarded-proto",
  "forwarded",
];

const SPECIFIERS = "envoy.extensions.router.cluster_specifiers.matcher.v3";

function poolSpecifier(pools: readonly string[]): object {
  return typed(`${SPECIFIERS}.MatcherClusterSpecifier`, {
    cluster_matcher: {
      matcher_tree: because(
        {
          input: {
            name: "envoy.matching.inputs.filter_state",
            typed_config: typed("envoy.extensions.matching.common_inputs.network.v3.FilterStateInput", {
              key: "wasm.headgate_pool",
            }),
          },
          exact_match_map: {
            map: Object.fromEntries(
              pools.map((pool) => [
                pool,
                { action: { name: "pool", typed_config: typed(`${SPECIFIERS}.ClusterAction`, { cluster: pool }) } },
              ]),
            ),
          },
        },
        { input: 'The filter\'s property "headgate_pool": no header of ours reaches a provider.' },
      ),
    },
  });
}
