import { Sampling, Traits } from "../../exchange/traits";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is } from "../../wire/span";

const NONE: Array<string> = [];
const SAMPLING: Array<string> = ["temperature", "top_p", "frequency_penalty", "presence_penalty"];

/** What a model refuses of a request as its client wrote it, and can do without. */
export function refusedMembers(tape: Tape, traits: Traits): Array<string> {
  return traits.takesSampling(traits.sampling == Sampling.WithoutEffort && thinks(tape)) ? NONE : SAMPLING;
}

/** Whether a model refuses a request as its client wrote it for what it cannot do without. */
export function isMindedAsWritten(tape: Tape, traits: Traits): bool {
  if (!traits.stops && says(tape, "stop")) return true;
  const tools = tape.find(tape.root, "tools");
  const hasTools = tape.isArray(tools) && tape.first(tools) != NOTHING;
  return hasTools && traits.refusesEffort(says(tape, "reasoning_effort"), thinks(tape));
}

function thinks(tape: Tape): bool {
  return says(tape, "reasoning_effort") && !is(tape.text(tape.find(tape.root, "reasoning_effort")), "none");
}

function says(tape: Tape, member: string): bool {
  const value = tape.find(tape.root, member);
  return value != NOTHING && !tape.isNull(value);
}
