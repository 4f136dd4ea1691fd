import { unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { length, Span, span, start } from "../wire/span";

/** The beginning of a text that comes in pieces. */
export class Excerpt {
  /** Whether the text went on. */
  isPart: bool = false;
  private kept: Output = new Output();

  /** `most`: of bytes, about. */
  constructor(private most: i32) {}

  /** A raw JSON string. */
  add(piece: Span): void {
    const room = this.most - this.kept.size;
    if (length(piece) > room) this.isPart = true;
    if (room > 0) unescape(span(start(piece), min(length(piece), room)), this.kept);
  }

  /** As UTF-8; valid until the next piece. */
  get text(): Span {
    return this.kept.bytes;
  }

  free(): void {
    this.kept.free();
  }
}
