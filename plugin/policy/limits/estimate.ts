import { Measure } from "./measure";

/** What a request is estimated to take of limits. */
export class Estimate {
  /** Of the body. */
  bytes: i64 = 0;
  /** About how many tokens the prompt has. */
  prompt: i64 = 0;
  /** Of the longest answer that the request allows; 0: it does not say. */
  output: i64 = 0;
  /** Only the request itself counts: it asks no model for anything. */
  isFree: bool = false;
  /** Nano-dollars, of both. */
  cost: i64 = 0;

  get tokens(): i64 {
    return this.prompt + this.output;
  }

  of(measure: Measure): i64 {
    if (measure == Measure.Requests) return 1;
    // A full account lets nothing in, be it for nothing.
    return max(measure == Measure.Tokens ? this.tokens : this.cost, 1);
  }
}
