import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { ledBy, ranked } from "./ranked";

/** How often one leads whose latency nobody has measured, so that it becomes known. */
const EXPLORED: f64 = 0.05;

/** The fastest to its first token first; those that are not known behind them, but for one request in twenty. */
export function byLatency(model: Model, indices: Array<i32>, standings: Standings, draw: Draw): Array<i32> {
  const latencies: Array<f64> = [];
  const unknown: Array<i32> = [];
  for (let i = 0; i < indices.length; i++) {
    const latency = standings.of(model.targets[indices[i]].id).latency;
    latencies.push(latency < 0 ? Infinity : latency);
    if (latency < 0) unknown.push(indices[i]);
  }
  const order = ranked(indices, latencies);
  if (unknown.length == 0 || unknown.length == indices.length || draw.next() >= EXPLORED) return order;
  return ledBy(unknown[draw.below(unknown.length)], order);
}
