import type { Config } from "../contract/config.ts";
import { because } from "./commented.ts";
import { hostLookup } from "./host-lookup.ts";
import { systemCaBundle } from "./system-ca.ts";
import { statName } from "./target-cluster.ts";
import { upstreamTls } from "./tls.ts";
import { typed } from "./typed.ts";

type Jwt = NonNullable<Config["jwt"]>;

const JWKS_CLUSTER = "headgate.jwks";

/**
 * Envoy's own check of JSON Web Tokens, before the gateway filter, which learns the claims of a good one
 * and of a bad one the reason.
 */
export function jwtFilter(jwt: Jwt): object {
  const provider = because(
    {
      issuer: jwt.issuer,
      ...(jwt.audiences.length > 0 && { audiences: jwt.audiences }),
      ...keysOf(jwt),
      from_headers: [{ name: "authorization", value_prefix: "Bearer " }],
      forward: false,
      payload_in_metadata: "headgate",
      failed_status_in_metadata: "headgate_failure",
    },
    {
      from_headers: "Here alone: Envoy would also take a token from the query, which goes to providers.",
      forward: "A token is for the gateway, not for a provider.",
    },
  );
  return {
    name: "envoy.filters.http.jwt_authn",
    typed_config: typed("envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication", {
      providers: { headgate: provider },
      rules: [
        {
          match: { prefix: "/" },
          requires: because(
            { requires_any: { requirements: [{ provider_name: "headgate" }, { allow_missing_or_failed: {} }] } },
            {
              requires_any:
                "A client key travels in the same header and is no token. Who has neither is refused by the gateway filter.",
            },
          ),
        },
      ],
    }),
  };
}

function keysOf(jwt: Jwt): object {
  if (jwt.jwks_url === undefined) return { local_jwks: { filename: jwt.jwks_file } };
  return {
    remote_jwks: {
      http_uri: { uri: jwt.jwks_url, cluster: JWKS_CLUSTER, timeout: "5s" },
      cache_duration: "300s",
      async_fetch: {},
      retry_policy: { num_retries: 3 },
    },
  };
}

/** Where Envoy fetches the issuer's keys; none for a file of them. */
export function jwksClusters(jwt: Jwt | undefined): object[] {
  if (jwt?.jwks_url === undefined) return [];
  const url = new URL(jwt.jwks_url);
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return [
    {
      name: JWKS_CLUSTER,
      ...statName(JWKS_CLUSTER),
      ...hostLookup(host),
      connect_timeout: "5s",
      ...(secure && { transport_socket: upstreamTls(host, systemCaBundle()) }),
      load_assignment: {
        cluster_name: JWKS_CLUSTER,
        endpoints: [
          {
            lb_endpoints: [
              {
                endpoint: {
                  hostname: host,
                  address: { socket_address: { address: host, port_value: Number(url.port) || (secure ? 443 : 80) } },
                },
              },
            ],
          },
        ],
      },
    },
  ];
}
