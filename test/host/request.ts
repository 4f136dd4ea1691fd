import type { Chunk } from "./bytes.ts";
import { concat, encode } from "./bytes.ts";
import { HeaderMap, type HeadersInput } from "./header-map.ts";
import type { Metadata } from "./metadata.ts";

/** A client's request. */
export interface RequestOptions {
  /** POST with a body or when `partial`, else GET. */
  readonly method?: string;
  /** `/` when absent. */
  readonly path?: string;
  readonly headers?: HeadersInput;
  /** Each chunk becomes one body callback. */
  readonly body?: Chunk | readonly Chunk[];
  readonly trailers?: HeadersInput;
  /** The test sends the rest by itself, with `send` and `end`; without it `content-length` is set. */
  readonly partial?: boolean;
  /** The last chunk carries the end of the stream. Over HTTP/1.1 Envoy gives an empty chunk for it, the default. */
  readonly endWithLastChunk?: boolean;
  /** The URI in the certificate of the client's connection, which Envoy has verified. */
  readonly peer?: string;
  /** Dynamic metadata that Envoy's own filters have left, by filter. */
  readonly metadata?: Readonly<Record<string, Metadata>>;
}

/** Envoy takes these from a client it does not trust; a filter may still set them. */
const internal = [
  "x-envoy-max-retries",
  "x-envoy-retry-on",
  "x-envoy-retriable-status-codes",
  "x-envoy-upstream-rq-timeout-ms",
  "x-envoy-upstream-rq-per-try-timeout-ms",
];

/** The head as the connection manager hands it to the filters. */
export function requestHead(request: RequestOptions, id: number): HeaderMap {
  const chunks = [request.body ?? []].flat().map(encode);
  const hasBody = chunks.length > 0 || request.partial;
  const map = new HeaderMap([
    [":authority", "gateway.test"],
    [":path", request.path ?? "/"],
    [":method", request.method ?? (hasBody ? "POST" : "GET")],
    [":scheme", "http"],
  ]);
  for (const [name, value] of new HeaderMap(request.headers).pairs()) {
    if (name.startsWith(":")) map.replace(name, value);
    else map.add(name, value);
  }
  for (const name of internal) map.remove(name);
  const known = map.get("content-length") ?? map.get("transfer-encoding");
  if (hasBody && !request.partial && !request.trailers && known === undefined) {
    map.add("content-length", String(concat(chunks).length));
  }
  map.add("x-forwarded-proto", "http");
  map.add("x-request-id", `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`);
  return map;
}
