import type { Provider } from "./provider.ts";

/** A provider's address, taken apart for Envoy. */
export interface Origin {
  scheme: "http" | "https";
  /** Host name or IP address, IPv6 without brackets. */
  host: string;
  port: number;
  /** `:authority` of upstream requests: the port only where it is not the scheme's own. */
  authority: string;
}

export function originOf(provider: Provider): Origin {
  const url = new URL(provider.url);
  const scheme = url.protocol === "https:" ? "https" : "http";
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (scheme === "https" ? 443 : 80) : Number(url.port),
    authority: url.host,
  };
}
