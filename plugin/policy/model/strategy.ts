import { is, Span } from "../../wire/span";

/** By what the first of a model's targets is chosen; `STRATEGIES` in contract/routing.ts. */
export enum Strategy {
  /** As listed; `rules` too, whose choice is made before. */
  Priority = 0,
  Weighted = 1,
  LowestCost = 2,
  LowestLatency = 3,
  BestScore = 4,
}

/** `isWeighted`: one of the targets has a weight, for a policy written by hand without a strategy. */
export function strategyNamed(name: Span, isWeighted: bool): Strategy {
  if (is(name, "weighted")) return Strategy.Weighted;
  if (is(name, "lowest_cost")) return Strategy.LowestCost;
  if (is(name, "lowest_latency")) return Strategy.LowestLatency;
  if (is(name, "best_score")) return Strategy.BestScore;
  if (is(name, "priority") || is(name, "rules")) return Strategy.Priority;
  return isWeighted ? Strategy.Weighted : Strategy.Priority;
}
