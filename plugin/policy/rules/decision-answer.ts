import { unescape } from "../../wire/json-string";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, length, Span, text } from "../../wire/span";

const scratch = new Output();

/** What a decision has said. Spans lie in its document. */
export class DecisionAnswer {
  /** The model to take, as a raw JSON string; ABSENT: the one that was asked for. */
  rawUse: Span = ABSENT;
  /** Why the request is refused; empty: it is not. */
  deny: string = "";
  tags: Array<Span> = [];
}

/** Reads a decision's answer (`answerSchema` in contract/decision.ts); null if it is none. */
export function readDecisionAnswer(document: Span, tape: Tape): DecisionAnswer | null {
  if (document == ABSENT || !tape.scan(document) || !tape.isObject(tape.root)) return null;
  const answer = new DecisionAnswer();
  const use = tape.find(tape.root, "use");
  const deny = tape.find(tape.root, "deny");
  const tags = tape.find(tape.root, "tag");
  if (use != NOTHING && deny != NOTHING) return null;
  if (use != NOTHING) {
    answer.rawUse = tape.text(use);
    if (length(answer.rawUse) == 0) return null;
  }
  if (deny != NOTHING) {
    if (!tape.isString(deny) || length(tape.bytes(deny)) == 0) return null;
    scratch.clear();
    unescape(tape.bytes(deny), scratch);
    answer.deny = text(scratch.bytes);
  }
  if (tags == NOTHING) return answer;
  if (!tape.isArray(tags)) return null;
  for (let tag = tape.first(tags); tag != NOTHING; tag = tape.next(tags, tag)) {
    // A tag is an identifier: it has nothing to escape.
    if (!tape.isString(tag) || tape.isEscaped(tag)) return null;
    answer.tags.push(tape.bytes(tag));
  }
  return answer;
}
