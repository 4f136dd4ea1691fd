import { hash64, Span } from "../../wire/span";

/** 2^-53. */
const STEP: f64 = 1.0 / 9007199254740992.0;

/**
 * How much a conversation wants one of several that are named: the highest has it. Each has a share by its weight. 0: no weight.
 * Weighted rendezvous hashing (Schindelhauer, Schomaker, "Weighted distributed hash tables", 2005).
 */
export function preference(mark: u64, name: Span, weight: f64): f64 {
  if (weight <= 0) return 0;
  // In (0, 1): the logarithm of neither end is of use.
  const point = (<f64>(mixed(mark ^ mixed(hash64(name))) >> 11) + 0.5) * STEP;
  return -weight / Math.log(point);
}

/** SplitMix64's: each bit of the value moves about half of the result's. */
export function mixed(value: u64): u64 {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}
