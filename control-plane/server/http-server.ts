import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Config } from "../../contract/config.ts";
import { OperatorError } from "../process/operator-error.ts";

/** The control plane's server: with TLS if the configuration has it, and then it looks at callers' certificates. */
export function createListener(app: RequestListener, { tls }: Config["control_plane"]): Server {
  if (tls === undefined) return createServer(app);
  const options = {
    cert: pem(tls.certificate, "certificate"),
    key: pem(tls.key, "key"),
    // Who has none, or a bad one, is not turned away: the token decides then.
    ...(tls.client_ca && { ca: pem(tls.client_ca, "client_ca"), requestCert: true, rejectUnauthorized: false }),
  };
  try {
    return createTlsServer(options, app);
  } catch (error) {
    throw new OperatorError(
      `control_plane.tls: the certificate and the key do not go together: ${(error as Error).message}`,
    );
  }
}

function pem(path: string, field: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(`control_plane.tls.${field}: ${path} cannot be read: ${(error as Error).message}`);
  }
}
