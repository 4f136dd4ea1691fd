import { Draw } from "../chance/draw";
import { preference } from "../chance/preference";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { PROBATION } from "./probation";
import { ranked } from "./ranked";

/**
 * `order` as the conversation has it: by rendezvous hashing, weighted, so that every worker of every Envoy finds the same
 * and none has to remember it. A target that leaves moves its own conversations alone, to the others by their weights, and
 * has them back when it returns. A degraded one stands behind the healthy ones, but for one request in twenty of those that
 * are its own. Targets without a weight keep their places at the end.
 */
export function byConversation(
  model: Model,
  order: Array<i32>,
  mark: u64,
  standings: Standings,
  draw: Draw,
): Array<i32> {
  const values: Array<f64> = [];
  for (let i = 0; i < order.length; i++) {
    values.push(-preference(mark, model.targets[order[i]].id, model.weights[order[i]]));
  }
  const wanted = ranked(order, values);
  if (!standings.of(model.targets[wanted[0]].id).degraded || draw.next() < PROBATION) return wanted;
  const healthy: Array<i32> = [];
  const degraded: Array<i32> = [];
  for (let i = 0; i < wanted.length; i++) {
    if (standings.of(model.targets[wanted[i]].id).degraded) degraded.push(wanted[i]);
    else healthy.push(wanted[i]);
  }
  return healthy.concat(degraded);
}
