/** How long an attempt at one of a model's targets may keep its caller waiting. In milliseconds; 0: not limited here. */
export class Patience {
  /** For the first token; 0: as the route has it. */
  firstToken: i32 = 0;
  /** After so long without one the next target is asked as well. */
  hedge: i32 = 0;
  /** After so long in silence a client of a stream is sent a ping. */
  keepalive: i32 = 0;
  /** A stream has to say so many tokens a second over its first `over`; 0: however few. */
  tokensPerSecond: f64 = 0;
  over: i32 = 0;

  /** Whether a stream that began so long ago, and said so many tokens, is known to keep up. */
  isFastEnough(tokens: i64, elapsed: i64): bool {
    const needed = (this.tokensPerSecond * <f64>this.over) / 1000;
    return <f64>tokens >= needed || (elapsed >= this.over && !this.isTooSlow(tokens, elapsed));
  }

  /** Whether it is known not to. */
  isTooSlow(tokens: i64, elapsed: i64): bool {
    return elapsed >= this.over && <f64>tokens < (this.tokensPerSecond * <f64>elapsed) / 1000;
  }
}
