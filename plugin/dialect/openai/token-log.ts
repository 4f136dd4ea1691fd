import { Output } from "../../wire/output";
import { length, Span, span, start } from "../../wire/span";

/** The tokens' probabilities that wait for the next piece of text. */
export class TokenLog {
  /** Members of the lists so far. */
  private waiting: Output = new Output();

  /** `list`: a whole JSON list. */
  add(list: Span): void {
    if (length(list) <= 2) return;
    if (this.waiting.size > 0) this.waiting.byte(0x2c);
    this.waiting.raw(span(start(list) + 1, length(list) - 2));
  }

  /** The member `logprobs` behind another one. */
  write(out: Output): void {
    if (this.waiting.size == 0) return out.ascii(',"logprobs":null');
    out.ascii(',"logprobs":{"content":[');
    out.raw(this.waiting.bytes);
    out.ascii('],"refusal":null}');
    this.waiting.clear();
  }

  free(): void {
    this.waiting.free();
  }
}
