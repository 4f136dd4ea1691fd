import { Draw } from "../chance/draw";
import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { Strategy } from "../model/strategy";
import { byConversation } from "./by-conversation";
import { byCost } from "./by-cost";
import { byLatency } from "./by-latency";
import { byScore } from "./by-score";
import { byWeight } from "./by-weight";
import { exploring } from "./exploration";
import { onProbation } from "./probation";
import { Workload } from "./workload";

/**
 * Indices of a model's targets in the order in which to try them (docs/routing.md). Degraded ones stand behind the
 * healthy ones, but for a trickle; where all are degraded, the least bad leads, whatever the strategy. `able`: the
 * indices that can take the request, as listed; `conversation`: which it belongs to, 0 for none.
 */
export function orderTargets(
  model: Model,
  able: Array<i32>,
  workload: Workload,
  conversation: u64,
  standings: Standings,
  draw: Draw,
): Array<i32> {
  if (able.length < 2) return able;
  const healthy: Array<i32> = [];
  const degraded: Array<i32> = [];
  for (let i = 0; i < able.length; i++) {
    if (standings.of(model.targets[able[i]].id).degraded) degraded.push(able[i]);
    else healthy.push(able[i]);
  }
  const behind: Array<i32> = degraded.length > 1 ? byScore(model, degraded, standings) : degraded;
  if (healthy.length == 0) return behind;
  switch (model.strategy) {
    case Strategy.Weighted:
      if (conversation != 0) return byConversation(model, healthy.concat(behind), conversation, standings, draw);
      return byWeight(model, healthy.concat(behind), standings, draw);
    case Strategy.LowestCost:
      return onProbation(byCost(model, healthy, workload).concat(behind), degraded, draw);
    case Strategy.LowestLatency:
      return onProbation(byLatency(model, healthy, standings, draw).concat(behind), degraded, draw);
    case Strategy.BestScore:
      return onProbation(
        exploring(model, byScore(model, healthy, standings), standings, draw).concat(behind),
        degraded,
        draw,
      );
    default:
      return onProbation(healthy.concat(behind), degraded, draw);
  }
}
