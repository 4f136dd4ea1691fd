import type { Config } from "../contract/config.ts";
import { because } from "./commented.ts";
import { typed } from "./typed.ts";

type ListenerTls = NonNullable<Config["tls"]>;

/** TLS of the gateway's own listener, HTTP/2 or 1.1 as the client likes. */
export function listenerTls({ certificate, key, client_ca, require_client_certificate }: ListenerTls): object {
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: typed("envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", {
      common_tls_context: {
        alpn_protocols: ["h2", "http/1.1"],
        tls_certificates: [{ certificate_chain: { filename: certificate }, private_key: { filename: key } }],
        ...(client_ca !== undefined && {
          validation_context: because(
            { trusted_ca: { filename: client_ca } },
            { trusted_ca: "A client's certificate has to lead here; the filter reads its SPIFFE id." },
          ),
        }),
      },
      ...(require_client_certificate && { require_client_certificate: true }),
    }),
  };
}
