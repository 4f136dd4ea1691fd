import { DataStatus, HeadersStatus } from "./abi.ts";
import type { ByteBuffer } from "./byte-buffer.ts";
import { HostPhaseError } from "./errors.ts";
import type { HeaderMap } from "./header-map.ts";
import type { Handler, Passage } from "./passage.ts";
import type { StreamContext } from "./stream-context.ts";
import type { Outcome } from "./vm.ts";

/**
 * What a stream context sees of one direction. A map or body is at hand from the callback that brought it until a
 * callback of that kind returns Continue, or `proxy_continue_stream` is called: the pointers of Envoy's
 * `Wasm::Context`, whose lifetimes were checked against Envoy 1.40.0.
 */
export class StreamSide implements Handler {
  head: HeaderMap | undefined;
  trailers: HeaderMap | undefined;
  readonly #context: StreamContext;
  readonly #direction: "request" | "response";
  readonly #passage: () => Passage;
  #chunk: ByteBuffer | undefined;
  #buffering = false;

  constructor(context: StreamContext, direction: "request" | "response", passage: () => Passage) {
    this.#context = context;
    this.#direction = direction;
    this.#passage = passage;
  }

  /** The head can still be changed to an effect. */
  get headIsHere(): boolean {
    return !this.#passage().headersContinued;
  }

  /** What the body hostcalls work on: the chunk, or the whole that is held. */
  get body(): ByteBuffer | undefined {
    return this.#buffering ? this.#passage().buffered : this.#chunk;
  }

  forget(): void {
    this.head = undefined;
    this.trailers = undefined;
    this.#chunk = undefined;
  }

  onHeaders(map: HeaderMap, end: boolean): number {
    if (this.#deaf) return HeadersStatus.Continue;
    this.head = map;
    const status = headersStatus(this.#call("headers", map.size, end ? 1 : 0), this.#context.plugin.holdsHeaders);
    if (status === HeadersStatus.Continue) this.head = undefined;
    return status;
  }

  onData(chunk: ByteBuffer, end: boolean): number {
    if (this.#deaf) return DataStatus.Continue;
    const passage = this.#passage();
    if (this.#buffering) {
      if (!passage.paused) throw new HostPhaseError(sentTwice);
      passage.hold(chunk.take());
    }
    this.#chunk = chunk;
    const status = dataStatus(this.#call("body", this.body?.length ?? 0, end ? 1 : 0));
    this.#buffering = status === DataStatus.StopIterationAndBuffer;
    this.#chunk = undefined;
    return status;
  }

  onTrailers(map: HeaderMap): number {
    if (this.#deaf) return HeadersStatus.Continue;
    this.trailers = map;
    const outcome = this.#call("trailers", map.size);
    const status = outcome === 0 ? HeadersStatus.Continue : HeadersStatus.StopIteration;
    if (status === HeadersStatus.Continue) this.trailers = undefined;
    return status;
  }

  /** A stream that has failed is answered without its filter. */
  get #deaf(): boolean {
    return this.#direction === "response" && this.#context.failed;
  }

  #call(part: string, ...args: number[]): Outcome {
    return this.#context.callback(`proxy_on_${this.#direction}_${part}`, args);
  }
}

const sentTwice =
  "a body was held by StopIterationAndBuffer and released by proxy_continue_stream before its end: " +
  "Envoy 1.40.0 hands the filter the held bytes again with the next chunk, and sends them twice";

function headersStatus(outcome: Outcome, holdsHeaders: boolean): number {
  if (outcome === 0 || outcome === 2) return HeadersStatus.Continue;
  if (outcome === HeadersStatus.StopIteration && holdsHeaders) return HeadersStatus.StopIteration;
  return outcome === HeadersStatus.StopAllIterationAndBuffer ? outcome : HeadersStatus.StopAllIterationAndWatermark;
}

function dataStatus(outcome: Outcome): number {
  return typeof outcome === "number" && outcome <= DataStatus.StopIterationNoBuffer
    ? outcome
    : DataStatus.StopIterationNoBuffer;
}
