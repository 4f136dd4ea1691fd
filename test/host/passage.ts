import { DataStatus, HeadersStatus } from "./abi.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { HostPhaseError } from "./errors.ts";
import type { HeaderMap } from "./header-map.ts";

/** Where a message goes: the next filter, the codec, the router, the client. */
export interface Sink {
  headers(map: HeaderMap, end: boolean): void;
  data(bytes: Uint8Array, end: boolean): void;
  trailers(map: HeaderMap): void;
}

/** The filter's half of a passage; each answer is a status of the ABI. */
export interface Handler {
  onHeaders(map: HeaderMap, end: boolean): number;
  onData(chunk: ByteBuffer, end: boolean): number;
  onTrailers(map: HeaderMap): number;
}

/**
 * One direction of a message through one filter: what may go on, what is held, what is buffered. The rules are
 * those of `ActiveStreamFilterBase` in Envoy's `filter_manager.cc`.
 */
export class Passage {
  /** What is held of the body. */
  buffered: ByteBuffer | undefined;
  /** The head has gone on: the filter can no longer change it. */
  headersContinued = false;
  readonly #handler: Handler | undefined;
  readonly #sink: Sink;
  readonly #onOverflow: (buffered: number) => void;
  #state: "flowing" | "stopped" | "stopped-all" = "flowing";
  #aborted = false;
  #head: HeaderMap | undefined;
  #trailers: HeaderMap | undefined;
  #ended = false;

  /** Without a handler everything flows. `onOverflow` is told the size of the buffer each time it grows. */
  constructor(handler: Handler | undefined, sink: Sink, onOverflow: (buffered: number) => void) {
    this.#handler = handler;
    this.#sink = sink;
    this.#onOverflow = onOverflow;
  }

  /** Begun, and the filter holds it. */
  get paused(): boolean {
    return this.#state !== "flowing" && !this.#aborted;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Nothing more is given to the filter, nothing more goes on. */
  abort(): void {
    this.#aborted = true;
  }

  headers(map: HeaderMap, end: boolean): void {
    if (this.#aborted) return;
    this.#head = map;
    this.#ended = end;
    const status = this.#handler?.onHeaders(map, end) ?? HeadersStatus.Continue;
    if (this.#aborted) return;
    if (status === HeadersStatus.StopIteration) this.#state = "stopped";
    else if (status !== HeadersStatus.Continue) this.#state = "stopped-all";
    else this.#passHeaders(end);
  }

  data(bytes: Uint8Array, end: boolean): void {
    if (this.#aborted) return;
    this.#ended ||= end;
    if (this.#state === "stopped-all") {
      this.hold(bytes);
      return;
    }
    const chunk = new ByteBuffer(bytes);
    const status = this.#handler?.onData(chunk, end) ?? DataStatus.Continue;
    if (this.#aborted) return;
    if (status !== DataStatus.Continue) {
      this.#state = "stopped";
      if (status !== DataStatus.StopIterationNoBuffer) this.hold(chunk.take());
      else if (this.#ended) this.buffered ??= new ByteBuffer();
    } else if (this.#state === "flowing") {
      this.#sink.data(chunk.take(), end);
    } else {
      this.hold(chunk.take());
      this.resume();
    }
  }

  trailers(map: HeaderMap): void {
    if (this.#aborted) return;
    this.#trailers = map;
    this.#ended = true;
    if (this.#state === "stopped-all") return;
    const status = this.#handler?.onTrailers(map) ?? HeadersStatus.Continue;
    if (this.#aborted) return;
    if (status !== HeadersStatus.Continue) this.#state = "stopped";
    else if (this.#state === "flowing") this.#sink.trailers(map);
    else this.resume();
  }

  /** Adds to what is held of the body. */
  hold(bytes: Uint8Array): void {
    this.buffered ??= new ByteBuffer();
    this.buffered.append(bytes);
    this.#onOverflow(this.buffered.length);
  }

  /** Lets go what is held: `continueDecoding` and `continueEncoding`. */
  resume(): void {
    if (this.#aborted) return;
    if (this.#state === "flowing") throw new HostPhaseError("a stream that is not paused was told to continue");
    const again = this.#state === "stopped-all";
    const sink: Sink = again ? this : this.#sink;
    this.#state = "flowing";
    if (!this.headersContinued) this.#passHeaders(this.#ended && !this.buffered && !this.#trailers);
    if (this.buffered && !this.#aborted) {
      const held = this.buffered.take();
      this.buffered = undefined;
      sink.data(held, this.#ended && !this.#trailers);
    }
    if (this.#trailers && !this.#aborted) sink.trailers(this.#trailers);
  }

  #passHeaders(end: boolean): void {
    if (!this.#head) return;
    this.headersContinued = true;
    this.#sink.headers(this.#head, end);
  }
}
