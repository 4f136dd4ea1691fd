import { ReasoningPart } from "../../exchange/part";
import { Arena } from "../../wire/arena";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, length } from "../../wire/span";
import { PARAGRAPH } from "./paragraph";

const joined = new Output();

/**
 * A reasoning item, of a request or a response; null if it holds nothing: the thoughts are then where
 * the platform stored them. An item that has text, were it empty, is sealed by its encrypted content;
 * one that has none is nothing else. `arena` keeps a text of several parts.
 */
export function readReasoning(tape: Tape, item: i32, arena: Arena): ReasoningPart | null {
  const part = new ReasoningPart();
  part.id = tape.text(tape.find(item, "id"));
  // Where a server tells the thoughts themselves, their summary says less.
  if (!readTexts(tape, tape.find(item, "content"), part, arena)) {
    readTexts(tape, tape.find(item, "summary"), part, arena);
  }
  const encrypted = tape.text(tape.find(item, "encrypted_content"));
  if (length(encrypted) > 0) {
    if (part.text != ABSENT) part.signature = encrypted;
    else part.encrypted = encrypted;
  }
  return length(part.text) > 0 || length(encrypted) > 0 ? part : null;
}

/** False if there are none. */
function readTexts(tape: Tape, list: i32, into: ReasoningPart, arena: Arena): bool {
  if (!tape.isArray(list)) return false;
  let texts = 0;
  joined.clear();
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const text = tape.text(tape.find(item, "text"));
    if (text == ABSENT) continue;
    if (into.text == ABSENT) into.text = text;
    if (length(text) == 0) continue;
    texts += 1;
    if (texts == 1) into.text = text;
    else joined.ascii(PARAGRAPH);
    joined.raw(text);
  }
  if (texts > 1) into.text = arena.keep(joined.bytes);
  return into.text != ABSENT;
}
