import { type Chunk, concat, decode, encode } from "./bytes.ts";
import { HostWireError } from "./errors.ts";
import { HeaderMap, type HeadersInput } from "./header-map.ts";
import { envoyReplies, type LocalReply } from "./local-reply.ts";
import { Passage, type Sink } from "./passage.ts";
import type { Plugin } from "./plugin.ts";
import { StreamContext, type StreamOwner } from "./stream-context.ts";
import type { StreamInfo, UpstreamHost } from "./stream-info.ts";
import type { AttemptRequest, UpstreamFailure } from "./upstream.ts";
import type { Worker } from "./worker.ts";

/** The router's side of an attempt. */
export interface AttemptOwner {
  readonly info: StreamInfo;
  readonly bufferLimit: number;
  readonly provider: Plugin | undefined;
  readonly worker: Worker;
  requestSent(attempt: Attempt): void;
  responseHeaders(attempt: Attempt, map: HeaderMap, end: boolean): void;
  responseData(attempt: Attempt, bytes: Uint8Array, end: boolean): void;
  responseTrailers(attempt: Attempt, map: HeaderMap): void;
  failed(attempt: Attempt, how: UpstreamFailure, afterHead: boolean): void;
  sendLocalReply(reply: LocalReply): void;
  reset(details: string): void;
}

/** One try at one target, through the upstream filter: what it sent, and the upstream's end for a test to drive. */
export class Attempt implements StreamOwner {
  readonly target: string;
  readonly number: number;
  readonly info: StreamInfo;
  readonly request: Passage;
  readonly response: Passage;
  readonly #owner: AttemptOwner;
  readonly #context: StreamContext | undefined;
  readonly #body: Uint8Array[] = [];
  #head: HeaderMap | undefined;
  #trailers = new HeaderMap();
  #answered = false;
  #over = false;

  constructor(owner: AttemptOwner, host: UpstreamHost) {
    this.#owner = owner;
    this.info = owner.info;
    this.target = host.target;
    this.number = owner.info.attemptCount;
    const context = owner.provider && new StreamContext(owner.provider.rootForNewStream(), this);
    this.#context = context;
    const limit = (details: "request_payload_too_large" | "response_payload_too_large") => (size: number) => {
      if (size > owner.bufferLimit) this.sendLocalReply(envoyReplies[details]);
    };
    this.request = new Passage(context?.request, this.#codec(), limit("request_payload_too_large"));
    this.response = new Passage(context?.response, this.#router(), limit("response_payload_too_large"));
  }

  /** What was sent, so far. */
  get sent(): AttemptRequest {
    const bytes = concat(this.#body);
    const headers = this.#head?.toRecord() ?? {};
    return {
      target: this.target,
      attempt: this.number,
      method: headers[":method"] ?? "",
      path: headers[":path"] ?? "",
      headers,
      rawHeaders: this.#head?.pairs() ?? [],
      body: decode(bytes),
      bytes,
      trailers: this.#trailers.toRecord(),
    };
  }

  get over(): boolean {
    return this.#over;
  }

  /** The upstream's head arrives. */
  head(status: number, headers: HeadersInput = {}, end = false): void {
    this.#drive(() => {
      this.#answered = true;
      this.info.codeDetails = "via_upstream";
      const map = new HeaderMap([[":status", String(status)], ...new HeaderMap(headers).pairs()]);
      this.response.headers(map, end);
    });
  }

  data(chunk: Chunk, end = false): void {
    this.#drive(() => this.response.data(encode(chunk), end));
  }

  trailers(trailers: HeadersInput): void {
    this.#drive(() => this.response.trailers(new HeaderMap(trailers)));
  }

  fail(how: UpstreamFailure): void {
    this.#drive(() => this.#owner.failed(this, how, this.#answered));
  }

  /** Whatever it was doing, it is over: Envoy calls done and delete, but not log. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.request.abort();
    this.response.abort();
    this.#context?.destroy();
  }

  /** Goes to the client as it is, through the downstream filter only; it is not retried. */
  sendLocalReply(reply: LocalReply): void {
    if (!this.#over) this.#owner.sendLocalReply(reply);
  }

  reset(details: string): void {
    this.#owner.reset(details);
  }

  #drive(action: () => void): void {
    this.#owner.worker.loop.run(() => {
      if (!this.#over) action();
    });
  }

  #codec(): Sink {
    const complete = () => {
      checkLength(this.#head, this.#body, `the request to ${this.target}`);
      this.#owner.requestSent(this);
    };
    return {
      headers: (map, end) => {
        this.#head = new HeaderMap(map.pairs());
        if (end) complete();
      },
      data: (bytes, end) => {
        this.#body.push(bytes);
        if (end) complete();
      },
      trailers: (map) => {
        this.#trailers = map;
        complete();
      },
    };
  }

  #router(): Sink {
    return {
      headers: (map, end) => this.#owner.responseHeaders(this, map, end),
      data: (bytes, end) => this.#owner.responseData(this, bytes, end),
      trailers: (map) => this.#owner.responseTrailers(this, map),
    };
  }
}

/** @throws HostWireError when the head promises a body of another length. */
export function checkLength(head: HeaderMap | undefined, body: readonly Uint8Array[], what: string): void {
  const promised = head?.get("content-length");
  const length = body.reduce((size, part) => size + part.length, 0);
  if (promised === undefined || Number(promised) === length) return;
  throw new HostWireError(`${what} has content-length ${promised} and a body of ${length} bytes`);
}
