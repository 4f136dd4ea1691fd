import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { PROBATION } from "./probation";
import { ledBy } from "./ranked";

/**
 * `order`, led by one that is drawn by weight × score, a degraded one at a twentieth of it. Without telemetry every
 * score is 1, and the weights hold as they are. Where none of them has a weight, `order` is as it was.
 */
export function byWeight(model: Model, order: Array<i32>, standings: Standings, draw: Draw): Array<i32> {
  let total: f64 = 0;
  for (let i = 0; i < order.length; i++) total += shareOf(model, order[i], standings);
  if (total <= 0) return order;
  let point = draw.next() * total;
  let leader = order[0];
  for (let i = 0; i < order.length; i++) {
    const share = shareOf(model, order[i], standings);
    if (share <= 0) continue;
    leader = order[i];
    point -= share;
    if (point < 0) break;
  }
  return ledBy(leader, order);
}

function shareOf(model: Model, index: i32, standings: Standings): f64 {
  const standing = standings.of(model.targets[index].id);
  return model.weights[index] * standing.score * (standing.degraded ? PROBATION : 1);
}
