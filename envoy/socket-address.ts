import { isIP } from "node:net";
import { splitAddress } from "../contract/address.ts";

interface SocketAddress {
  socket_address: { address: string; port_value: number; ipv4_compat?: true };
}

/** A `listen` address of the configuration. `::` takes IPv4 too, as it does elsewhere. */
export function listenAddress(text: string): SocketAddress {
  const { host, port } = splitAddress(text);
  const address = host === "localhost" ? "127.0.0.1" : host;
  return { socket_address: { address, port_value: port, ...(isIP(address) === 6 && { ipv4_compat: true as const }) } };
}

/** Where to reach what listens there: "every address" is reached on loopback. */
export function reachable(text: string): { host: string; port: number; authority: string } {
  const { host, port } = splitAddress(text);
  const reached = host === "0.0.0.0" || host === "localhost" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return { host: reached, port, authority: isIP(reached) === 6 ? `[${reached}]:${port}` : `${reached}:${port}` };
}
