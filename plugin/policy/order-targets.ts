import { Model } from "./policy";

/**
 * Indices of a model's targets in the order in which to try them: as the policy lists them, or, where
 * it gives weights, from a first one that is drawn by weight. `able`: the indices that can take the
 * request, in the policy's order.
 */
export function orderTargets(model: Model, able: Array<i32>, random: u32): Array<i32> {
  let total: f64 = 0;
  for (let i = 0; i < able.length; i++) total += model.weights[able[i]];
  if (total == 0) return able;
  let point = (<f64>random / 4294967296.0) * total;
  let first = 0;
  for (let i = 0; i < able.length; i++) {
    first = i;
    point -= model.weights[able[i]];
    if (point < 0) break;
  }
  return able.slice(first).concat(able.slice(0, first));
}
