import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { ledBy } from "./ranked";

/** How often one leads of which nothing was seen lately, so that what is known of it is true. */
export const EXPLORED: f64 = 0.05;

/**
 * `order`, the best first, but led by another where too little is known to say which that is: by one that was hardly tried,
 * as often as by each of the others, until it was; and now and then by one that is behind the best and was not asked lately.
 * Where nothing is known of any, as it stands.
 */
export function exploring(model: Model, order: Array<i32>, standings: Standings, draw: Draw): Array<i32> {
  const untried: Array<i32> = [];
  const silent: Array<i32> = [];
  let isAnyKnown = false;
  for (let i = 0; i < order.length; i++) {
    const standing = standings.of(model.targets[order[i]].id);
    if (standing.isKnown) isAnyKnown = true;
    if (!standing.isKnown || standing.isUntried) untried.push(order[i]);
    else if (standing.isSilent && i > 0) silent.push(order[i]);
  }
  if (!isAnyKnown) return order;
  if (untried.length > 0) {
    const place = draw.below(order.length);
    return place < untried.length ? ledBy(untried[place], order) : order;
  }
  if (silent.length == 0 || draw.next() >= EXPLORED) return order;
  return ledBy(silent[draw.below(silent.length)], order);
}
