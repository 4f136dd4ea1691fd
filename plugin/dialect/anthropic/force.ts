import { Forced } from "../../exchange/forced";
import { Splices } from "../../exchange/splices";
import { Constant } from "../../wire/constant";
import { readFloat } from "../../wire/json-float";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { ABSENT, Span } from "../../wire/span";
import { addMember, capMember, forceMember } from "../force-member";

/** https://platform.claude.com/docs/en/build-with-claude/extended-thinking: no budget may be smaller. */
const SMALLEST_BUDGET: i64 = 1024;
const NO_THINKING = new Constant('{"type":"disabled"}');
const HIGHEST_TEMPERATURE = new Constant("1");

export function forceSettings(tape: Tape, forced: Forced, into: Splices): void {
  const limit = forced.maxTokens;
  if (limit != ABSENT) {
    if (!capMember(tape, tape.root, "max_tokens", limit, into)) addMember(tape, tape.root, "max_tokens", limit, into);
    capThinking(tape, limit, into);
  }
  const temperature = forced.temperature;
  if (temperature == ABSENT) return;
  const isTooHigh = readFloat(temperature) > 1;
  forceMember(tape, tape.root, "temperature", isTooHigh ? HIGHEST_TEMPERATURE.bytes : temperature, into);
}

/** Thoughts count as answer, and a budget for them as large as the limit is refused: half of it is theirs. */
function capThinking(tape: Tape, limit: Span, into: Splices): void {
  const thinking = tape.find(tape.root, "thinking");
  const budget = tape.find(thinking, "budget_tokens");
  if (!tape.isNumber(budget) || readFloat(tape.bytes(budget)) < readFloat(limit)) return;
  const half = wholeNumber(limit) / 2;
  if (half < SMALLEST_BUDGET) into.put(tape.value(thinking), NO_THINKING.bytes);
  else into.put(tape.value(budget), new Constant(half.toString()).bytes);
}
