import type { Server } from "node:net";
import { OperatorError } from "../process/operator-error.ts";

/**
 * Listens, and says what to do where that fails.
 *
 * @param field what sets the address: a field of the configuration or a flag
 * @throws OperatorError
 */
export function listen(server: Server, address: { host: string; port: number }, field: string): Promise<void> {
  const host = address.host === "localhost" ? "127.0.0.1" : address.host;
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new OperatorError(explain(error, `${host}:${address.port}`, field))));
    server.listen(address.port, host, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, address: string, field: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `${address} is in use already: stop what listens there, or set another address in ${field}`;
    case "EACCES":
      return `${address} is not allowed to this user: set a port above 1023 in ${field}`;
    case "EADDRNOTAVAIL":
      return `${address} is no address of this machine: set one in ${field}`;
    default:
      return `cannot listen on ${address} (${field}): ${error.message}`;
  }
}
