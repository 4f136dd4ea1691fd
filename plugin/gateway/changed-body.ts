import { Splices } from "../exchange/splices";
import { Output } from "../wire/output";
import { from, PADDING, Span, span, start } from "../wire/span";

/** The body with the changes, in memory of the exchange's own. */
export function changed(body: Span, changes: Splices): Span {
  const whole = new Output();
  const done = changes.apply(body, whole);
  whole.raw(from(body, done));
  const own = heap.alloc(<usize>whole.size + PADDING);
  memory.copy(own, start(whole.bytes), whole.size);
  const copy = span(own, whole.size);
  whole.free();
  return copy;
}
