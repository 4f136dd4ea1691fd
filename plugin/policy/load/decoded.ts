import { unescape } from "../../wire/json-string";
import { Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { Policy } from "../policy";

const scratch = new Output();

/** A string without its escapes; a copy, which the policy keeps, only if it has some. */
export function decoded(tape: Tape, value: i32, policy: Policy): Span {
  if (!tape.isString(value) || !tape.isEscaped(value)) return tape.text(value);
  scratch.clear();
  unescape(tape.bytes(value), scratch);
  return policy.keep(scratch.bytes);
}
