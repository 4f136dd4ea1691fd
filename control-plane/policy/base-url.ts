import type { Config, Dialect } from "../contract.ts";

/** A provider's base URL, taken apart for Envoy. */
export interface BaseUrl {
  scheme: "http" | "https";
  /** Host name or IP address, IPv6 without brackets. */
  host: string;
  port: number;
  /** `:authority` of upstream requests: the port only where it is not the scheme's own. */
  authority: string;
  /** Without a trailing slash; may be empty. */
  path: string;
}

/**
 * The URL as the provider's own SDK takes it. A trailing slash is forgiven, and for dialects whose
 * paths carry the version themselves (`/v1/messages`) a trailing `/v1` too.
 */
export function baseUrl(provider: Config["providers"][string]): BaseUrl {
  const url = new URL(provider.url);
  const scheme = url.protocol === "https:" ? "https" : "http";
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (scheme === "https" ? 443 : 80) : Number(url.port),
    authority: url.host,
    path: pathOf(url.pathname, provider.dialect),
  };
}

function pathOf(pathname: string, dialect: Dialect): string {
  const path = pathname.replace(/\/+$/, "");
  return dialect === "openai" ? path : path.replace(/\/v1$/, "");
}
