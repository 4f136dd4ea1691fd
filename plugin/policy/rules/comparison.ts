import { readFloat } from "../../wire/json-float";
import { Tape } from "../../wire/json-tape";

/** Bounds of a number; those that are not given bound nothing. */
export class Comparison {
  private above: f64 = -Infinity;
  private from: f64 = -Infinity;
  private below: f64 = Infinity;
  private to: f64 = Infinity;

  /** From `gt`, `gte`, `lt` and `lte` of an object. */
  constructor(tape: Tape, object: i32) {
    this.above = bound(tape, tape.find(object, "gt"), this.above);
    this.from = bound(tape, tape.find(object, "gte"), this.from);
    this.below = bound(tape, tape.find(object, "lt"), this.below);
    this.to = bound(tape, tape.find(object, "lte"), this.to);
  }

  holds(value: i64): bool {
    const number = <f64>value;
    return number > this.above && number >= this.from && number < this.below && number <= this.to;
  }
}

function bound(tape: Tape, value: i32, otherwise: f64): f64 {
  return tape.isNumber(value) ? readFloat(tape.bytes(value)) : otherwise;
}
