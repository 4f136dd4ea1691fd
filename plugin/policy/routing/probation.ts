import { Draw } from "../chance/draw";
import { ledBy } from "./ranked";

/**
 * How often a degraded target still leads: enough to prove itself in minutes at a request a second, and few enough
 * to be lost among the rest. Its failures go on to a healthy one.
 */
export const PROBATION: f64 = 0.05;

/** `order`, now and then led by one of the degraded ones. */
export function onProbation(order: Array<i32>, degraded: Array<i32>, draw: Draw): Array<i32> {
  if (degraded.length == 0 || draw.next() >= PROBATION) return order;
  return ledBy(degraded[draw.below(degraded.length)], order);
}
