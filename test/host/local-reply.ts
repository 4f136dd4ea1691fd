import { type Chunk, encode } from "./bytes.ts";
import { HeaderMap, type Pair } from "./header-map.ts";
import type { Sink } from "./passage.ts";

/** An answer made in Envoy itself, by a filter or by the router. */
export interface LocalReply {
  readonly status: number;
  readonly body?: Chunk;
  readonly details: string;
  readonly headers?: readonly Pair[];
}

/** What Envoy says of its own accord, word for word as 1.40.0 said it. */
export const envoyReplies = {
  no_healthy_upstream: { status: 503, body: "no healthy upstream", details: "no_healthy_upstream" },
  cluster_not_found: { status: 503, details: "cluster_not_found" },
  request_payload_too_large: { status: 413, body: "Payload Too Large", details: "request_payload_too_large" },
  response_payload_too_large: { status: 500, body: "Internal Server Error", details: "response_payload_too_large" },
  upstream_per_try_timeout: { status: 504, body: "upstream request timeout", details: "upstream_per_try_timeout" },
  response_timeout: { status: 504, body: "upstream request timeout", details: "response_timeout" },
  wasm_fail_stream: { status: 503, details: "wasm_fail_stream" },
} as const satisfies Record<string, LocalReply>;
export type EnvoyReply = keyof typeof envoyReplies;

/** Sends it on its way. @returns its head. */
export function sendReply(reply: LocalReply, sink: Sink): HeaderMap {
  const { head, body } = renderLocalReply(reply);
  sink.headers(head, body.length === 0);
  if (body.length > 0) sink.data(body, true);
  return head;
}

/** The head and body that it is made of. */
export function renderLocalReply(reply: LocalReply): { head: HeaderMap; body: Uint8Array } {
  const head = new HeaderMap([[":status", String(reply.status)], ...(reply.headers ?? [])]);
  const body = encode(reply.body ?? "");
  if (body.length > 0) {
    head.replace("content-length", String(body.length));
    if (!head.get("content-type")) head.replace("content-type", "text/plain");
  } else {
    head.remove("content-length");
    head.remove("content-type");
  }
  return { head, body };
}
