import type { Attempt } from "./attempt.ts";
import { type Chunk, concat, decode, encode } from "./bytes.ts";
import { Client } from "./client.ts";
import type { Fleet } from "./fleet.ts";
import { HeaderMap, type HeadersInput, type Pair } from "./header-map.ts";
import { type EnvoyReply, envoyReplies, type LocalReply, sendReply } from "./local-reply.ts";
import { Passage, type Sink } from "./passage.ts";
import type { Plugin } from "./plugin.ts";
import { Router, type RouterOwner } from "./router.ts";
import { StreamContext, type StreamOwner } from "./stream-context.ts";
import { StreamInfo, type Surroundings } from "./stream-info.ts";
import type { AttemptRequest } from "./upstream.ts";
import type { Worker } from "./worker.ts";

/** What the client and the upstreams have seen, so far. */
export interface ExchangeResult {
  /** The client has all it will ever get. */
  readonly done: boolean;
  /** The client's stream was cut. */
  readonly reset: boolean;
  readonly status: number | undefined;
  /** One string a name, several values joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly Pair[];
  readonly body: string;
  readonly bytes: Uint8Array;
  /** Each as it reached the client. */
  readonly chunks: readonly string[];
  readonly trailers: Readonly<Record<string, string>>;
  readonly attempts: readonly { readonly target: string; readonly request: AttemptRequest }[];
}

/** What an exchange is made of. */
export interface ExchangeParts {
  readonly worker: Worker;
  readonly fleet: Fleet;
  readonly gateway: Plugin | undefined;
  readonly provider: Plugin | undefined;
  readonly bufferLimit: number;
  readonly id: number;
  readonly surroundings: Surroundings;
}

/** One request and its response: the downstream filter, the router behind it, and the client's hands on it. */
export class Exchange implements StreamOwner, RouterOwner {
  readonly info: StreamInfo;
  readonly request: Passage;
  readonly response: Passage;
  readonly worker: Worker;
  readonly fleet: Fleet;
  readonly provider: Plugin | undefined;
  readonly bufferLimit: number;
  readonly #context: StreamContext | undefined;
  readonly #router: Router;
  readonly #client: Client;
  #requestHead: HeaderMap | undefined;
  #responseHead: HeaderMap | undefined;
  #responseTrailers: HeaderMap | undefined;
  #localReply: LocalReply | undefined;
  #over = false;
  #reset = false;

  /** The router's response, on its way to the downstream filter. */
  readonly fromRouter: Sink = {
    headers: (map, end) => {
      this.#responseHead = map;
      this.response.headers(map, end);
    },
    data: (bytes, end) => this.response.data(bytes, end),
    trailers: (map) => {
      this.#responseTrailers = map;
      this.response.trailers(map);
    },
  };

  constructor(parts: ExchangeParts) {
    this.worker = parts.worker;
    this.fleet = parts.fleet;
    this.provider = parts.provider;
    this.bufferLimit = parts.bufferLimit;
    this.info = new StreamInfo(parts.id, `127.0.0.1:${40_000 + (parts.id % 20_000)}`, parts.surroundings);
    this.#router = new Router(this);
    const { loop } = parts.worker;
    this.#client = new Client(
      (status) => {
        this.info.code = status;
      },
      () => loop.next(() => this.#finish()),
    );
    const context = parts.gateway && new StreamContext(parts.gateway.rootForNewStream(), this);
    this.#context = context;
    this.request = new Passage(context?.request, this.#router, this.#limit("request_payload_too_large"));
    this.response = new Passage(context?.response, this.#client, this.#limit("response_payload_too_large"));
  }

  /** The attempt under way, or the last one: a test drives it when its upstream left that to the test. */
  get attempt(): Attempt {
    const attempt = this.#router.current;
    if (!attempt) throw new Error("no attempt has been made");
    return attempt;
  }

  get responseStarted(): boolean {
    return this.#responseHead !== undefined;
  }

  get result(): ExchangeResult {
    const { head, tail, chunks, status } = this.#client;
    const bytes = concat(chunks);
    const rawHeaders = (head?.pairs() ?? []).filter(([name]) => name !== ":status");
    return {
      done: this.#over,
      reset: this.#reset,
      status,
      headers: new HeaderMap(rawHeaders).toRecord(),
      rawHeaders,
      body: decode(bytes),
      bytes,
      chunks: chunks.map(decode),
      trailers: tail.toRecord(),
      attempts: this.#router.attempts.map((attempt) => ({ target: attempt.target, request: attempt.sent })),
    };
  }

  /** The client sends its head. */
  head(map: HeaderMap, end: boolean): void {
    this.#requestHead = map;
    this.#drive(() => this.request.headers(map, end));
  }

  /** The client sends a chunk of its body. */
  send(chunk: Chunk, end = false): void {
    this.#drive(() => this.request.data(encode(chunk), end));
  }

  /** The client ends its request, with trailers or without. */
  end(trailers?: HeadersInput): void {
    if (trailers) this.#drive(() => this.request.trailers(new HeaderMap(trailers)));
    else this.send("", true);
  }

  /** The client hangs up. */
  disconnect(): void {
    this.#drive(() => {
      if (!this.#over) this.info.codeDetails = "downstream_remote_disconnect";
      this.#finish();
    });
  }

  /** Envoy answers by itself, as it would for a reason of its own. */
  envoyReplies(reply: EnvoyReply | LocalReply): void {
    this.#drive(() => this.sendLocalReply(typeof reply === "string" ? envoyReplies[reply] : reply));
  }

  /**
   * `DownstreamFilterManager::sendLocalReply`: through the filter's response callbacks while no response has begun,
   * past them while the head has not reached the client, and a reset after that.
   */
  sendLocalReply(reply: LocalReply): void {
    if (this.#over || this.#localReply) return;
    this.info.codeDetails = reply.details;
    this.#router.cancel();
    this.request.abort();
    if (this.#client.head) {
      this.reset(reply.details);
      return;
    }
    this.info.code = reply.status;
    if (this.#responseHead) this.#answerPastFilter(reply);
    else this.#answerThroughFilter(reply);
  }

  reset(details: string): void {
    if (this.#over) return;
    this.info.codeDetails = details;
    this.#reset = true;
    this.request.abort();
    this.response.abort();
    this.worker.loop.next(() => this.#finish());
  }

  /** As soon as the filter's request callback has returned. */
  #answerThroughFilter(reply: LocalReply): void {
    this.#localReply = reply;
    this.worker.loop.next(() => {
      this.#localReply = undefined;
      if (!this.#over) sendReply(reply, this.fromRouter);
    });
  }

  #answerPastFilter(reply: LocalReply): void {
    this.response.abort();
    this.#responseHead = sendReply(reply, this.#client);
  }

  #limit(details: "request_payload_too_large" | "response_payload_too_large") {
    return (buffered: number) => {
      if (buffered > this.bufferLimit) this.sendLocalReply(envoyReplies[details]);
    };
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.request.abort();
    this.response.abort();
    const trailers = this.#responseTrailers;
    this.#context?.destroy({ request: this.#requestHead, response: this.#responseHead, trailers });
    this.#router.cancel();
  }

  #drive(action: () => void): void {
    this.worker.loop.run(action);
  }
}
