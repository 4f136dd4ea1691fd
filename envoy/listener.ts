import type { Config } from "../contract/config.ts";
import { addressLimits } from "./address-limits.ts";
import { corsFilter } from "./cors.ts";
import { decompressors } from "./decompression.ts";
import { endingFilter } from "./ending-filter.ts";
import { MAX_HEAD_KIB, MAX_HEADERS } from "./head-limits.ts";
import { jwtFilter } from "./jwt-filter.ts";
import { listenerTls } from "./listener-tls.ts";
import { localReplies } from "./local-replies.ts";
import { listenAddress } from "./socket-address.ts";
import { typed } from "./typed.ts";
import type { Vm } from "./wasm-filter.ts";

/**
 * The gateway's listener.
 *
 * @param gatewayFilter it, or where Envoy finds it
 * @param routing the route to the pool that it chose, or where Envoy finds that
 */
export function listener(config: Config, vm: Vm, gatewayFilter: object, routing: object): object {
  const hops = config.limits.per_ip?.trusted_hops ?? 0;
  return {
    name: "headgate",
    address: listenAddress(config.listen),
    per_connection_buffer_limit_bytes: READ_BYTES,
    filter_chains: [
      {
        ...(config.tls && { transport_socket: listenerTls(config.tls) }),
        filters: [
          {
            name: "envoy.filters.network.http_connection_manager",
            typed_config: typed("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager", {
              stat_prefix: "headgate",
              use_remote_address: true,
              ...(hops > 0 && { xff_num_trusted_hops: hops }),
              skip_xff_append: true,
              normalize_path: true,
              merge_slashes: true,
              max_request_headers_kb: MAX_HEAD_KIB,
              common_http_protocol_options: { max_headers_count: MAX_HEADERS },
              stream_idle_timeout: config.timeouts.idle,
              request_headers_timeout: "30s",
              request_timeout: "300s",
              http_protocol_options: HTTP_1,
              local_reply_config: localReplies(config.limits.per_ip),
              http_filters: [
                corsFilter(),
                ...addressLimits(config.limits.per_ip),
                ...decompressors(),
                ...(config.jwt ? [jwtFilter(config.jwt)] : []),
                gatewayFilter,
                endingFilter(vm),
                {
                  name: "envoy.filters.http.router",
                  typed_config: typed("envoy.extensions.filters.http.router.v3.Router", {
                    suppress_envoy_headers: true,
                  }),
                },
              ],
              ...routing,
            }),
          },
        ],
      },
    ],
  };
}

/**
 * What Envoy reads of a connection at once. A body may be longer by far (the route says how long): it comes in such
 * pieces, and each of them may become a hundred times as large without its coding. With 48 MiB here, six bodies of 10 MB
 * took 4.6 GB and kept a worker for 12 s.
 */
const READ_BYTES = 64 * 1024;

/** Small clients and old proxies still speak HTTP/1.0, where a request may come without a host. */
const HTTP_1 = { accept_http_10: true, default_host_for_http_10: "headgate" };
