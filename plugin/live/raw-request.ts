import { Splices } from "../exchange/splices";
import { ABSENT, Span, start } from "../wire/span";

/** The request as its client sent it, or with the body that a rule has put in place: in memory of its own. */
export class RawRequest {
  /** Serialised pairs. */
  headers: Span = ABSENT;
  /** Of the URL, from the question mark on. */
  query: Span = ABSENT;
  body: Span = ABSENT;
  /** How many bytes of the body came over the wire, where Envoy has taken a coding off it; 0: it came as it is. */
  codedSize: i64 = 0;
  /** What a provider of the client's own dialect gets that the client did not write; see Dialect.adjust. */
  adjustments: Splices = new Splices();

  /** Its memory belongs to this from now on. */
  takeBody(body: Span): void {
    if (this.body != ABSENT) heap.free(start(this.body));
    this.body = body;
  }

  free(): void {
    if (this.body != ABSENT) heap.free(start(this.body));
    if (this.headers != ABSENT) heap.free(start(this.headers));
    this.body = ABSENT;
    this.headers = ABSENT;
  }
}
