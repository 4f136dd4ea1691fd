import { type Chunk, decode, encode } from "./bytes.ts";
import { HeaderMap, type HeadersInput, type Pair } from "./header-map.ts";
import { renderLocalReply } from "./local-reply.ts";
import type { RootContext } from "./root-context.ts";
import type { Worker } from "./worker.ts";

/** What the test answers. */
export interface CallAnswer {
  readonly status: number;
  readonly headers?: HeadersInput;
  readonly body?: Chunk;
  readonly trailers?: HeadersInput;
}

/** What the guest reads. */
export interface CallReply {
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
  readonly trailers: HeaderMap;
}

/** How a call fails. Only `aborted` (a response too large, or cut short) reaches the guest without a response. */
export type CallFailure = "refused" | "reset" | "timeout" | "aborted";

/** A `proxy_http_call`. */
export class HttpCall {
  readonly token: number;
  readonly root: RootContext;
  readonly cluster: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly trailers: Record<string, string>;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  /** Neither answered nor cancelled. */
  pending = true;

  constructor(token: number, root: RootContext, nowMs: number, request: CallRequest) {
    this.token = token;
    this.root = root;
    this.cluster = request.cluster;
    this.headers = request.headers.toRecord();
    this.body = decode(request.body);
    this.trailers = new HeaderMap(request.trailers).toRecord();
    this.timeoutMs = request.timeoutMs;
    this.deadlineMs = request.timeoutMs > 0 ? nowMs + request.timeoutMs : Number.POSITIVE_INFINITY;
  }
}

export interface CallRequest {
  readonly cluster: string;
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
  readonly trailers: readonly Pair[];
  readonly timeoutMs: number;
}

const resetBefore = "upstream connect error or disconnect/reset before headers. reset reason: ";

/** As measured on Envoy 1.40.0: a call that fails is answered by Envoy's own async router. */
const failures: Record<Exclude<CallFailure, "aborted">, { status: number; body: string }> = {
  refused: { status: 503, body: `${resetBefore}remote connection failure` },
  reset: { status: 503, body: `${resetBefore}connection termination` },
  timeout: { status: 504, body: "upstream request timeout" },
};

/** Every call that was ever made on the worker, oldest first. */
export class HttpCalls {
  readonly all: HttpCall[] = [];
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Tokens go up in fours, as Envoy's do. */
  make(root: RootContext, request: CallRequest): HttpCall {
    const call = new HttpCall((this.all.length + 1) * 4, root, this.#worker.nowMs, request);
    this.all.push(call);
    return call;
  }

  reply(call: HttpCall, answer: CallAnswer): void {
    this.#deliver(call, {
      headers: new HeaderMap([[":status", String(answer.status)], ...new HeaderMap(answer.headers).pairs()]),
      body: encode(answer.body ?? ""),
      trailers: new HeaderMap(answer.trailers),
    });
  }

  fail(call: HttpCall, how: CallFailure): void {
    if (how === "aborted") {
      this.#deliver(call, undefined);
      return;
    }
    const { head, body } = renderLocalReply({ ...failures[how], details: how });
    this.#deliver(call, { headers: head, body, trailers: new HeaderMap() });
  }

  /** Ends the calls whose time is over. */
  expire(): void {
    for (const call of this.all) {
      if (call.pending && call.deadlineMs <= this.#worker.nowMs) this.fail(call, "timeout");
    }
  }

  /** On the root's own id, whoever asked. A root or VM that has gone has cancelled its calls. */
  #deliver(call: HttpCall, reply: CallReply | undefined): void {
    if (!call.pending) throw new Error(`call ${call.token} to ${call.cluster} has been answered`);
    call.pending = false;
    const { root, token } = call;
    if (root.deleted || root.vm.failure) return;
    root.callReply = reply;
    root.callFailed = !reply;
    const sizes = [reply?.headers.size ?? 0, reply?.body.length ?? 0, reply?.trailers.size ?? 0];
    root.vm.afterCall(() => {
      root.callReply = undefined;
      root.callFailed = false;
    });
    root.vm.call(root, "proxy_on_http_call_response", [root.id, token, ...sizes]);
  }
}
