import { Sampling, Traits } from "../../exchange/traits";
import { Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";

const NONE: Array<string> = [];
const SAMPLING: Array<string> = ["temperature", "top_p"];

/** What a model refuses of a request as its client wrote it, and can do without. */
export function refusedMembers(tape: Tape, traits: Traits): Array<string> {
  return traits.takesSampling(traits.sampling == Sampling.WithoutEffort && thinks(tape)) ? NONE : SAMPLING;
}

function thinks(tape: Tape): bool {
  const effort = tape.text(tape.find(tape.find(tape.root, "reasoning"), "effort"));
  return effort != ABSENT && !is(effort, "none");
}
