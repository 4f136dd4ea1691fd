import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { EXPLORED } from "./exploration";
import { ledBy, ranked } from "./ranked";

/**
 * The fastest to its first token first, those that are not known behind them; but one request in twenty is led by one that is
 * not known, or was not asked lately.
 */
export function byLatency(model: Model, indices: Array<i32>, standings: Standings, draw: Draw): Array<i32> {
  const latencies: Array<f64> = [];
  let isAnyKnown = false;
  for (let i = 0; i < indices.length; i++) {
    const latency = standings.of(model.targets[indices[i]].id).latency;
    latencies.push(latency < 0 ? Infinity : latency);
    if (latency >= 0) isAnyKnown = true;
  }
  const order = ranked(indices, latencies);
  if (!isAnyKnown) return order;
  const unsure: Array<i32> = [];
  for (let i = 1; i < order.length; i++) {
    const standing = standings.of(model.targets[order[i]].id);
    if (standing.latency < 0 || standing.isSilent) unsure.push(order[i]);
  }
  if (unsure.length == 0 || draw.next() >= EXPLORED) return order;
  return ledBy(unsure[draw.below(unsure.length)], order);
}
