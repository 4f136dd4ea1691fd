import { BufferType, MapType, Result, StreamType } from "./abi.ts";
import type { ByteBuffer } from "./byte-buffer.ts";
import { Context } from "./context.ts";
import type { HeaderMap } from "./header-map.ts";
import { envoyReplies, type LocalReply } from "./local-reply.ts";
import type { Passage } from "./passage.ts";
import type { PluginSpec } from "./plugin.ts";
import type { RootContext } from "./root-context.ts";
import type { StreamInfo } from "./stream-info.ts";
import { StreamSide } from "./stream-side.ts";
import type { Outcome } from "./vm.ts";

/** The filter manager that a stream context is a filter of: a downstream exchange, or an upstream attempt. */
export interface StreamOwner {
  readonly info: StreamInfo;
  readonly request: Passage;
  readonly response: Passage;
  sendLocalReply(reply: LocalReply): void;
  reset(details: string): void;
}

/** The maps that `proxy_on_log` may read. */
export interface AccessLog {
  readonly request: HeaderMap | undefined;
  readonly response: HeaderMap | undefined;
  readonly trailers: HeaderMap | undefined;
}

/** The filter's context of one request, or of one attempt. */
export class StreamContext extends Context {
  override readonly root: RootContext;
  readonly request: StreamSide;
  readonly response: StreamSide;
  /** The VM died under it, and the stream was answered without it. */
  failed = false;
  readonly #owner: StreamOwner;
  #created = false;
  #destroyed = false;
  #accessLog: AccessLog | undefined;

  constructor(root: RootContext, owner: StreamOwner) {
    super(root.vm);
    this.root = root;
    this.#owner = owner;
    this.request = new StreamSide(this, "request", () => owner.request);
    this.response = new StreamSide(this, "response", () => owner.response);
    root.streamOpened();
  }

  get plugin(): PluginSpec {
    return this.root.plugin;
  }

  override get info(): StreamInfo {
    return this.#owner.info;
  }

  /** Calls the guest for this stream; when the VM is dead, or dies of it, the stream fails. */
  callback(name: string, args: number[]): Outcome {
    if (!this.#created) {
      this.#created = true;
      this.vm.call(this, "proxy_on_context_create", [this.id, this.root.id]);
    }
    const outcome = this.vm.call(this, name, [this.id, ...args]);
    if (outcome === "failed" && !this.failed) {
      this.failed = true;
      this.#owner.sendLocalReply(envoyReplies.wasm_fail_stream);
    }
    return outcome;
  }

  /** The stream is over. Envoy logs a request before it is done, and an attempt never. */
  destroy(accessLog?: AccessLog): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (accessLog) {
      this.#accessLog = accessLog;
      this.vm.call(this, "proxy_on_log", [this.id]);
      this.#accessLog = undefined;
    }
    this.vm.call(this, "proxy_on_done", [this.id], 1);
    this.vm.call(this, "proxy_on_delete", [this.id]);
    this.vm.contexts.delete(this.id);
    this.root.streamClosed();
  }

  override headers(type: number, use: "read" | "write"): HeaderMap {
    if (this.#accessLog) {
      const map = use === "read" ? this.#logged(type) : undefined;
      if (!map) throw this.illegal(`${use === "read" ? "reading" : "changing"} header map ${type}`);
      return map;
    }
    const side = type < MapType.ResponseHeaders ? this.request : this.response;
    const isHead = type === MapType.RequestHeaders || type === MapType.ResponseHeaders;
    const map = isHead ? side.head : side.trailers;
    if (!map) throw this.illegal(`header map ${type} is not at hand`);
    if (use === "write" && isHead && !side.headIsHere) {
      throw this.illegal(`changing header map ${type}, which has gone on`);
    }
    return map;
  }

  override body(type: number): ByteBuffer {
    const body = type === BufferType.RequestBody ? this.request.body : this.response.body;
    if (!body) throw this.illegal(`body ${type} is not at hand`);
    return body;
  }

  override knownHead(direction: "request" | "response"): HeaderMap | undefined {
    return this[direction].head ?? this.#accessLog?.[direction];
  }

  override continueStream(type: number): Result {
    if (type !== StreamType.Request && type !== StreamType.Response) return Result.BadArgument;
    const passage = type === StreamType.Request ? this.#owner.request : this.#owner.response;
    if (!passage.paused && !passage.aborted) {
      throw this.illegal(`proxy_continue_stream(${type}) of a stream that is not paused`);
    }
    this.vm.afterCall(() => passage.resume());
    this.request.forget();
    return Result.Ok;
  }

  override closeStream(type: number): Result {
    if (type !== StreamType.Request && type !== StreamType.Response) return Result.BadArgument;
    this.vm.afterCall(() => this.#owner.reset("wasm_close_stream"));
    return Result.Ok;
  }

  override sendLocalReply(reply: LocalReply): void {
    this.vm.afterCall(() => this.#owner.sendLocalReply(reply));
    this.vm.stopIteration();
  }

  #logged(type: number): HeaderMap | undefined {
    if (type === MapType.RequestHeaders) return this.#accessLog?.request;
    if (type === MapType.ResponseHeaders) return this.#accessLog?.response;
    return type === MapType.ResponseTrailers ? this.#accessLog?.trailers : undefined;
  }
}
