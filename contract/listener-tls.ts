import { z } from "zod";

/** TLS of the gateway's own listener. */
export const listenerTlsSchema = z.strictObject({
  certificate: z.string().min(1),
  key: z.string().min(1),
  /** A PEM file of the authorities whose clients may come; absent: no client certificate is asked for. */
  client_ca: z.string().min(1).optional(),
  /** Whether a client without a certificate is turned away at once. */
  require_client_certificate: z.boolean().default(false),
});
export type ListenerTls = z.output<typeof listenerTlsSchema>;
