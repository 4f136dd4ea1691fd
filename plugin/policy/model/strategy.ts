/** By what the first of a model's targets is chosen. */
export enum Strategy {
  /** As listed. */
  Priority = 0,
  Weighted = 1,
  LowestCost = 2,
  LowestLatency = 3,
  BestScore = 4,
  /** By the rules alone, for a model with a `default`: here as listed, the choice was made before. */
  Rules = 5,
}

/** By `Strategy`, as the policy names them. This file is AssemblyScript and TypeScript at once. */
export const STRATEGIES: Array<string> = [
  "priority",
  "weighted",
  "lowest_cost",
  "lowest_latency",
  "best_score",
  "rules",
];
