/** 2^-53. */
const STEP: f64 = 1.0 / 9007199254740992.0;

/**
 * Chance, reproducible: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
 * The same seed gives the same numbers.
 */
export class Draw {
  constructor(private state: u64) {}

  private bits(): u64 {
    this.state += 0x9e3779b97f4a7c15;
    let mixed = this.state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  /** In [0, 1). */
  next(): f64 {
    return <f64>(this.bits() >> 11) * STEP;
  }

  /** One of `count`, at least 1: from 0 on. */
  below(count: i32): i32 {
    return min(<i32>(this.next() * <f64>count), count - 1);
  }
}
