import { z } from "zod";
import { filePath } from "./names.ts";

const ENVOYS = "A relative path starts at the folder that Envoy runs in.";

/** TLS of the gateway's own listener. */
export const listenerTlsSchema = z.strictObject({
  certificate: filePath.describe(`The certificate and its chain, a PEM file. ${ENVOYS}`),
  key: filePath.describe(`The private key of the certificate, a PEM file. ${ENVOYS}`),
  client_ca: filePath.optional().meta({
    description: `A client's certificate must come from these authorities, a PEM file. ${ENVOYS}`,
    absent: "no client is asked for a certificate",
  }),
  require_client_certificate: z
    .boolean()
    .default(false)
    .describe("`true`: a client without a certificate is turned away in the handshake. It needs `client_ca`."),
});
