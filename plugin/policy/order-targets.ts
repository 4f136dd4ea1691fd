import { Dialect } from "../dialect/dialect";
import { Model } from "./policy";

/**
 * Indices of a model's targets in the order in which to try them: as the policy lists them, or, where
 * it gives weights, from a first one that is drawn by weight. `sameDialectOnly`: the request says what
 * only the client's own dialect can say.
 */
export function orderTargets(model: Model, dialect: Dialect, sameDialectOnly: bool, random: u32): Array<i32> {
  const able: Array<i32> = [];
  let total: f64 = 0;
  for (let i = 0; i < model.targets.length; i++) {
    if (sameDialectOnly && model.targets[i].dialect !== dialect) continue;
    able.push(i);
    total += model.weights[i];
  }
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
