import { realNumber, wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { Patience } from "../model/patience";

/** Of a model's entry. */
export function readPatience(tape: Tape, model: i32, into: Patience): void {
  into.firstToken = milliseconds(tape, model, "first_token_ms");
  into.hedge = milliseconds(tape, model, "hedge_ms");
  into.keepalive = milliseconds(tape, model, "keepalive_ms");
  const throughput = tape.find(model, "min_throughput");
  if (!tape.isObject(throughput)) return;
  const rate = tape.find(throughput, "tokens_per_second");
  into.tokensPerSecond = tape.isNumber(rate) ? realNumber(tape.bytes(rate)) : 0;
  into.over = milliseconds(tape, throughput, "over_ms");
}

/** Of the policy, for the models that say nothing themselves. */
export function readFirstToken(tape: Tape): i32 {
  return milliseconds(tape, tape.root, "first_token_ms");
}

function milliseconds(tape: Tape, object: i32, name: string): i32 {
  const value = tape.find(object, name);
  return tape.isNumber(value) ? <i32>wholeNumber(tape.bytes(value)) : 0;
}
