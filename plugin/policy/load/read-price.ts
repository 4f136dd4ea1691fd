import { realNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { Price } from "../limits/price";

/** Null unless both prices are given. */
export function readPrice(tape: Tape, value: i32): Price | null {
  const input = tape.find(value, "input");
  const output = tape.find(value, "output");
  if (!tape.isNumber(input) || !tape.isNumber(output)) return null;
  const cached = tape.find(value, "cached_input");
  const full = realNumber(tape.bytes(input));
  return new Price(full, realNumber(tape.bytes(output)), tape.isNumber(cached) ? realNumber(tape.bytes(cached)) : full);
}
