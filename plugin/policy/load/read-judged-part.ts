import { realNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";

/** The part of all answers that goes to a judge; 0: the policy knows none. */
export function readJudgedPart(tape: Tape): f64 {
  const sample = tape.find(tape.find(tape.root, "judge"), "sample");
  return tape.isNumber(sample) ? min(max(realNumber(tape.bytes(sample)), 0), 1) : 0;
}
