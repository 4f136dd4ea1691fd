import { Attempt, type AttemptOwner } from "./attempt.ts";
import { concat, decode } from "./bytes.ts";
import type { Fleet } from "./fleet.ts";
import type { HeaderMap } from "./header-map.ts";
import { envoyReplies, type LocalReply } from "./local-reply.ts";
import type { Sink } from "./passage.ts";
import type { Plugin } from "./plugin.ts";
import type { StreamInfo } from "./stream-info.ts";
import type { UpstreamAnswer, UpstreamFailure } from "./upstream.ts";
import type { Worker } from "./worker.ts";

/** The exchange, as the router knows it. */
export interface RouterOwner {
  readonly info: StreamInfo;
  readonly bufferLimit: number;
  readonly worker: Worker;
  readonly fleet: Fleet;
  readonly provider: Plugin | undefined;
  readonly fromRouter: Sink;
  readonly responseStarted: boolean;
  sendLocalReply(reply: LocalReply): void;
  reset(details: string): void;
}

const resets = {
  refuse: { status: 503, reason: "remote connection failure", more: "|delayed_connect_error:_Connection_refused" },
  reset: { status: 503, reason: "connection termination", more: "" },
  cutShort: { status: 502, reason: "protocol error", more: "" },
} as const;

/** Envoy's router filter: chooses the target of each attempt, retries, and forgets nothing of the request body. */
export class Router implements Sink, AttemptOwner {
  readonly attempts: Attempt[] = [];
  readonly info: StreamInfo;
  readonly bufferLimit: number;
  readonly provider: Plugin | undefined;
  readonly worker: Worker;
  readonly #owner: RouterOwner;
  readonly #body: Uint8Array[] = [];
  #head: HeaderMap | undefined;
  #trailers: HeaderMap | undefined;
  #requestEnded = false;
  #retriesLeft = 0;

  constructor(owner: RouterOwner) {
    this.#owner = owner;
    this.info = owner.info;
    this.bufferLimit = owner.bufferLimit;
    this.provider = owner.provider;
    this.worker = owner.worker;
  }

  get current(): Attempt | undefined {
    return this.attempts.at(-1);
  }

  /** The one map of request headers that all attempts share; the router's own header is taken out of it. */
  headers(map: HeaderMap, end: boolean): void {
    this.#head = map;
    this.#requestEnded = end;
    this.#retriesLeft = Number(map.get("x-envoy-max-retries") ?? this.#owner.fleet.retries);
    map.remove("x-envoy-max-retries");
    if (this.#owner.fleet.hasPool(this.#pool)) this.#attempt()?.request.headers(map, end);
    else this.sendLocalReply(envoyReplies.cluster_not_found);
  }

  /** The first attempt gets the body in the chunks it comes in. */
  data(bytes: Uint8Array, end: boolean): void {
    this.#requestEnded = end;
    this.#body.push(bytes);
    this.current?.request.data(bytes, end);
  }

  trailers(map: HeaderMap): void {
    this.#requestEnded = true;
    this.#trailers = map;
    this.current?.request.trailers(map);
  }

  cancel(): void {
    this.current?.end();
  }

  requestSent(attempt: Attempt): void {
    this.#later(attempt, () => {
      const answer = this.#owner.fleet.upstream(attempt.sent);
      if (answer) this.#play(attempt, answer);
    });
  }

  responseHeaders(attempt: Attempt, map: HeaderMap, end: boolean): void {
    const status = Number(map.get(":status"));
    if (this.#owner.fleet.isRetriable(map) && this.#retry(attempt)) return;
    this.info.code = status;
    if (end) attempt.end();
    this.#owner.fromRouter.headers(map, end);
  }

  responseData(attempt: Attempt, bytes: Uint8Array, end: boolean): void {
    if (end) attempt.end();
    this.#owner.fromRouter.data(bytes, end);
  }

  responseTrailers(attempt: Attempt, map: HeaderMap): void {
    attempt.end();
    this.#owner.fromRouter.trailers(map);
  }

  failed(attempt: Attempt, how: UpstreamFailure, afterHead: boolean): void {
    if (how === "timeout") this.#timedOut(attempt);
    else this.#cut(attempt, how === "reset" && afterHead ? "cutShort" : how);
  }

  #timedOut(attempt: Attempt): void {
    this.info.flags = 4;
    if (this.#owner.responseStarted) this.sendLocalReply(envoyReplies.response_timeout);
    else if (!this.#retry(attempt)) this.#giveUp(attempt, envoyReplies.upstream_per_try_timeout);
  }

  #cut(attempt: Attempt, how: keyof typeof resets): void {
    const { status, reason, more } = resets[how];
    const cause = `{${reason.replaceAll(" ", "_")}${more}}`;
    if (this.#owner.responseStarted) {
      attempt.end();
      this.reset(`upstream_reset_after_response_started${cause}`);
      return;
    }
    if (this.#retry(attempt)) return;
    const again = this.attempts.length > 1 ? "retried and the latest " : "";
    const body = `upstream connect error or disconnect/reset before headers. ${again}reset reason: ${reason}`;
    this.#giveUp(attempt, { status, body, details: `upstream_reset_before_response_started${cause}` });
  }

  #giveUp(attempt: Attempt, reply: LocalReply): void {
    attempt.end();
    this.sendLocalReply(reply);
  }

  sendLocalReply(reply: LocalReply): void {
    this.#owner.sendLocalReply(reply);
  }

  reset(details: string): void {
    this.#owner.reset(details);
  }

  get #pool(): string {
    return decode(this.info.filterState.get("headgate_pool") ?? new Uint8Array());
  }

  #attempt(): Attempt | undefined {
    this.info.attemptCount++;
    this.info.flags = 0;
    const host = this.#owner.fleet.pick(this.#pool);
    if (!host) {
      this.sendLocalReply(envoyReplies.no_healthy_upstream);
      return undefined;
    }
    this.info.upstreamHost = host;
    const attempt = new Attempt(this, host);
    this.attempts.push(attempt);
    return attempt;
  }

  /** A later attempt gets the whole body in one chunk. @returns false when Envoy would not retry. */
  #retry(attempt: Attempt): boolean {
    if (this.#retriesLeft <= 0 || !this.#requestEnded || this.#owner.responseStarted) return false;
    this.#retriesLeft--;
    attempt.end();
    this.worker.loop.post(() => {
      const next = this.#attempt();
      const body = concat(this.#body);
      const trailers = this.#trailers;
      if (!next || !this.#head) return;
      next.request.headers(this.#head, body.length === 0 && !trailers);
      if (body.length > 0) next.request.data(body, !trailers);
      if (trailers) next.request.trailers(trailers);
    });
    return true;
  }

  #play(attempt: Attempt, answer: UpstreamAnswer): void {
    const { status = 200, headers, trailers, fail, endWithLastChunk = false } = answer;
    const when = fail?.when ?? "before-head";
    const failNow = (moment: typeof when) => {
      if (fail && when === moment) this.#later(attempt, () => attempt.fail(fail.how));
      return fail !== undefined && when === moment;
    };
    if (failNow("before-head")) return;
    const chunks = [answer.body ?? []].flat();
    const bare = chunks.length === 0 && !trailers && !fail;
    this.#later(attempt, () => attempt.head(status, headers, bare));
    if (bare || failNow("after-head")) return;
    chunks.forEach((chunk, i) => {
      const last = i === chunks.length - 1 && endWithLastChunk && !trailers && !fail;
      this.#later(attempt, () => attempt.data(chunk, last));
    });
    if (failNow("mid-body")) return;
    if (trailers) this.#later(attempt, () => attempt.trailers(trailers));
    else if (!endWithLastChunk) this.#later(attempt, () => attempt.data("", true));
  }

  #later(attempt: Attempt, event: () => void): void {
    this.worker.loop.post(() => {
      if (!attempt.over) event();
    });
  }
}
