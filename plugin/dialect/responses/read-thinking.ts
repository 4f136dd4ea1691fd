import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { readEffort } from "../openai-platform/effort";
import { isSet, wrongType } from "../refuse";

/** `reasoning`: how hard to think, and whether to tell of it. */
export function readThinking(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isObject(value)) return wrongType("reasoning", "an object");
  const failure = readEffort(tape, tape.find(value, "effort"), "reasoning.effort", into);
  if (failure !== null) return failure;
  into.reasoningSummary = tape.text(tape.find(value, "summary"));
  // Its deprecated name.
  if (into.reasoningSummary == ABSENT) into.reasoningSummary = tape.text(tape.find(value, "generate_summary"));
  const mode = tape.find(value, "mode");
  if (isSet(tape, mode) && !is(tape.text(mode), "standard")) into.drop("reasoning.mode");
  const context = tape.find(value, "context");
  if (isSet(tape, context) && !is(tape.text(context), "auto")) into.drop("reasoning.context");
  return null;
}
