import { isMarked } from "../../exchange/opaque";
import { idOf } from "../../exchange/signed-call";
import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, end, is, Span, span, start } from "../../wire/span";
import { isCompaction, summaryIn } from "./compaction";

const BEFORE_SUMMARY = new Constant('{"type":"message","role":"user","content":"');
const BEHIND_SUMMARY = new Constant('"}');

/**
 * Cuts out the thoughts that a provider of another dialect sealed, or all of them, each with its comma, takes signatures out of
 * the ids of calls, and puts a summary of the gateway's into words. Always true.
 */
export function cutThoughts(tape: Tape, foreignOnly: bool, into: Splices): bool {
  const list = tape.find(tape.root, "input");
  if (!tape.isArray(list)) return true;
  /** The last item that stays. */
  let kept: Span = ABSENT;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const whole = tape.value(item);
    const isThought = is(tape.text(tape.find(item, "type")), "reasoning");
    if (!isForeign(tape, item) && (foreignOnly || !isThought)) {
      putInWords(tape, item, into);
      kept = whole;
      continue;
    }
    const next = tape.next(list, item);
    const from = next == NOTHING && kept != ABSENT ? end(kept) : start(whole);
    const to = next == NOTHING ? end(whole) : start(tape.value(next));
    into.put(between(from, to), ABSENT);
  }
  return true;
}

function isForeign(tape: Tape, item: i32): bool {
  return isMarked(tape.text(tape.find(item, "encrypted_content"))) && summaryOf(tape, item) == ABSENT;
}

function summaryOf(tape: Tape, item: i32): Span {
  if (!isCompaction(tape.text(tape.find(item, "type")))) return ABSENT;
  return summaryIn(tape.text(tape.find(item, "encrypted_content")));
}

/** What the gateway itself has put into an item that stays. */
function putInWords(tape: Tape, item: i32, into: Splices): void {
  const id = tape.text(tape.find(item, "call_id"));
  if (isMarked(id)) into.put(id, idOf(id));
  const summary = summaryOf(tape, item);
  if (summary == ABSENT) return;
  const whole = tape.value(item);
  into.put(between(start(whole), start(summary)), BEFORE_SUMMARY.bytes);
  into.put(between(end(summary), end(whole)), BEHIND_SUMMARY.bytes);
}

function between(from: usize, to: usize): Span {
  return span(from, <i32>(to - from));
}
