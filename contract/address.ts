import { isIP } from "node:net";
import { z } from "zod";

/** `host:port`; IPv6 in brackets. Port 0 is refused: clients have to know where to go. */
export const address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, { error: 'expected "host:port"', abort: true })
  .refine((text) => inPortRange(text.slice(text.lastIndexOf(":") + 1)), "the port must lie between 1 and 65535")
  .meta({
    title: "address",
    description: "An IP address or `localhost`, and a port: `127.0.0.1:10000`, `[::1]:10000`.",
  });

function inPortRange(digits: string): boolean {
  const port = Number(digits);
  return port >= 1 && port <= 65535;
}

/** Splits a valid `address`. `host` is without brackets. */
export function splitAddress(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(":");
  const host = text.slice(0, colon).replace(/^\[|\]$/g, "");
  return { host, port: Number(text.slice(colon + 1)) };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
