import { checkLength } from "./attempt.ts";
import { HeaderMap } from "./header-map.ts";
import type { Sink } from "./passage.ts";

/** The client's end of an exchange: what has reached it. */
export class Client implements Sink {
  readonly chunks: Uint8Array[] = [];
  head: HeaderMap | undefined;
  tail = new HeaderMap();
  readonly #onHead: (status: number) => void;
  readonly #onEnd: () => void;

  constructor(onHead: (status: number) => void, onEnd: () => void) {
    this.#onHead = onHead;
    this.#onEnd = onEnd;
  }

  get status(): number | undefined {
    return this.head && Number(this.head.get(":status"));
  }

  headers(map: HeaderMap, end: boolean): void {
    this.head = new HeaderMap(map.pairs());
    this.#onHead(Number(map.get(":status")));
    if (end) this.#end();
  }

  data(bytes: Uint8Array, end: boolean): void {
    if (bytes.length > 0) this.chunks.push(bytes);
    if (end) this.#end();
  }

  trailers(map: HeaderMap): void {
    this.tail = new HeaderMap(map.pairs());
    this.#end();
  }

  #end(): void {
    checkLength(this.head, this.chunks, "the response");
    this.#onEnd();
  }
}
