import type { Chunk } from "./bytes.ts";
import type { HeadersInput, Pair } from "./header-map.ts";

/** An attempt's request as it left Envoy. */
export interface AttemptRequest {
  readonly target: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly method: string;
  readonly path: string;
  /** Pseudo headers among them; several values joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly Pair[];
  readonly body: string;
  readonly bytes: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
}

/** How an upstream fails: the connection refused, cut, or silent for longer than `per_try_timeout`. */
export type UpstreamFailure = "refuse" | "reset" | "timeout";

/** Before the head; after it; or after the chunks of `body`, in place of the end. */
export type FailureMoment = "before-head" | "after-head" | "mid-body";

/** What a fake upstream answers. */
export interface UpstreamAnswer {
  /** 200 when absent. */
  readonly status?: number;
  readonly headers?: HeadersInput;
  /** Each chunk becomes one body callback. */
  readonly body?: Chunk | readonly Chunk[];
  readonly trailers?: HeadersInput;
  readonly fail?: { readonly how: UpstreamFailure; readonly when?: FailureMoment };
  /** The last chunk carries the end of the stream. Over HTTP/1.1 Envoy gives an empty chunk for it, the default. */
  readonly endWithLastChunk?: boolean;
}

/** Answers an attempt; undefined leaves it to the test, which drives `exchange.attempt` by itself. */
export type Upstream = (request: AttemptRequest) => UpstreamAnswer | undefined;
