import { NOTHING, Tape } from "../../wire/json-tape";
import { Span } from "../../wire/span";
import { Policy } from "../policy";
import { decoded } from "./decoded";

export function readPatterns(tape: Tape, list: i32, into: Array<Span>, policy: Policy): void {
  if (!tape.isArray(list)) return;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    if (tape.isString(item)) into.push(decoded(tape, item, policy));
  }
}
