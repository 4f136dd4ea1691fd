import { Price } from "../limits/price";

/** Of a request that does not say how long its answer may be, or allows a longer one: a few paragraphs. */
const EXPECTED_ANSWER: i64 = 500;

/** About how many tokens a request moves, as far as targets are compared by it. */
export class Workload {
  constructor(
    private prompt: i64,
    /** The longest answer that the request allows; 0: it does not say. */
    private limit: i64,
  ) {}

  /** In nano-dollars. */
  cost(price: Price): f64 {
    const answer = this.limit > 0 ? min(this.limit, EXPECTED_ANSWER) : EXPECTED_ANSWER;
    return <f64>price.of(this.prompt, 0, answer);
  }
}

/** Of embeddings, and of what is only counted: all prompt, whose length changes no order. */
export class PromptOnly extends Workload {
  constructor() {
    super(1_000_000, 0);
  }

  cost(price: Price): f64 {
    return <f64>price.of(1_000_000, 0, 0);
  }
}
