import { Output } from "../wire/output";
import { ABSENT, length, Span, span, start } from "../wire/span";

/** What must change in a body that otherwise goes through byte for byte. */
export class Splices {
  private places: Array<Span> = [];
  private texts: Array<Span> = [];

  get isEmpty(): bool {
    return this.places.length == 0;
  }

  /** Whether some of the body is gone, with nothing in its place. */
  get loses(): bool {
    return this.texts.includes(ABSENT);
  }

  /** Puts `text` in place of `old`, which lies in the body; an empty `old` only inserts. Kept in the body's order. */
  put(old: Span, text: Span): void {
    let at = this.places.length;
    while (at > 0 && start(this.places[at - 1]) > start(old)) at -= 1;
    this.places.push(0);
    this.texts.push(0);
    for (let i = this.places.length - 1; i > at; i--) {
      this.places[i] = this.places[i - 1];
      this.texts[i] = this.texts[i - 1];
    }
    this.places[at] = old;
    this.texts[at] = text;
  }

  add(others: Splices): void {
    for (let i = 0; i < others.places.length; i++) this.put(others.places[i], others.texts[i]);
  }

  /**
   * Writes the body up to behind the last change; how many of its bytes that stands for. What lies inside of
   * something that was put in place of is gone with it.
   */
  apply(body: Span, out: Output): i32 {
    let done = 0;
    for (let i = 0; i < this.places.length; i++) {
      const place = this.places[i];
      const at = <i32>(start(place) - start(body));
      if (at < done) continue;
      out.raw(span(start(body) + done, at - done));
      out.raw(this.texts[i]);
      done = at + length(place);
    }
    return done;
  }
}
