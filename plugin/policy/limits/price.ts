import { Usage } from "../../exchange/response";

/** A dollar for a million tokens is a thousand nano-dollars a token. */
const NANO: f64 = 1000;

/** What a target's tokens cost: USD per million, as providers' price lists have it. */
export class Price {
  constructor(
    private input: f64,
    private output: f64,
    private cachedInput: f64,
  ) {}

  /** In nano-dollars. `cached`: of `input`. */
  of(input: i64, cached: i64, output: i64): i64 {
    const fromCache = min(max(cached, 0), input);
    const dear = <f64>(input - fromCache) * this.input + <f64>output * this.output;
    return <i64>Math.ceil((dear + <f64>fromCache * this.cachedInput) * NANO);
  }
}

/** Ten times the longest context there is: a count beyond it is a fault of the provider's, and locks no caller out. */
const MOST_TOKENS: i64 = 100_000_000;

/** Whether a provider's count is one. */
export function isCounted(tokens: i64): bool {
  return tokens >= 0 && tokens <= MOST_TOKENS;
}

/** Tokens that an attempt is charged with, counted or estimated. */
export class Charge {
  input: i64 = 0;
  output: i64 = 0;
  cached: i64 = 0;

  /**
   * `answered`: the provider gave an answer, or a part of one. What it did not count is estimated: `prompt`
   * tokens sent, `said` tokens told so far. `isWhole`: no more was to come, so that its count is the last.
   */
  constructor(usage: Usage, answered: bool, isWhole: bool, prompt: i64, said: i64) {
    this.input = isCounted(usage.input) ? usage.input : answered ? prompt : 0;
    const isOutputCounted = isCounted(usage.output);
    const counted: i64 = isOutputCounted ? usage.output : 0;
    if (isOutputCounted && isWhole) this.output = counted;
    else this.output = answered ? max(counted, said) : counted;
    this.cached = max(usage.cacheRead, 0);
  }

  get tokens(): i64 {
    return this.input + this.output;
  }

  cost(price: Price | null): i64 {
    return price === null ? 0 : price.of(this.input, this.cached, this.output);
  }
}
