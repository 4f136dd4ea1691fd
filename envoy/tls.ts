import { isIP } from "node:net";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

/**
 * TLS to a provider: the name is asked for (SNI), and the certificate has to carry it and lead to a
 * known authority.
 *
 * @param ca a PEM file of the authorities
 */
export function upstreamTls(host: string, ca: string): object {
  const address = isIP(host) !== 0;
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: typed("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", {
      // SNI carries names only (RFC 6066, section 3).
      ...(!address && { sni: host }),
      common_tls_context: {
        validation_context: because(
          {
            trusted_ca: { filename: ca },
            match_typed_subject_alt_names: [{ san_type: address ? "IP_ADDRESS" : "DNS", matcher: { exact: host } }],
          },
          {
            match_typed_subject_alt_names:
              "A certificate of a known authority is not enough: it has to be this host's.",
          },
        ),
      },
    }),
  };
}
