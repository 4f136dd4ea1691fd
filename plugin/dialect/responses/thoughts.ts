import { isMarked } from "../../exchange/opaque";
import { idOf } from "../../exchange/signed-call";
import { Splices } from "../../exchange/splices";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, end, is, Span, span, start } from "../../wire/span";

/**
 * Cuts out the thoughts that a provider of another dialect sealed, or all of them, each with its comma, and takes signatures
 * out of the ids of calls. Always true.
 */
export function cutThoughts(tape: Tape, foreignOnly: bool, into: Splices): bool {
  const list = tape.find(tape.root, "input");
  if (!tape.isArray(list)) return true;
  /** The last item that stays. */
  let kept: Span = ABSENT;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const whole = tape.value(item);
    const isForeign = isMarked(tape.text(tape.find(item, "encrypted_content")));
    const isThought = is(tape.text(tape.find(item, "type")), "reasoning");
    if (!isForeign && (foreignOnly || !isThought)) {
      const id = tape.text(tape.find(item, "call_id"));
      if (isMarked(id)) into.put(id, idOf(id));
      kept = whole;
      continue;
    }
    const next = tape.next(list, item);
    const from = next == NOTHING && kept != ABSENT ? end(kept) : start(whole);
    const to = next == NOTHING ? end(whole) : start(tape.value(next));
    into.put(span(from, <i32>(to - from)), ABSENT);
  }
  return true;
}
