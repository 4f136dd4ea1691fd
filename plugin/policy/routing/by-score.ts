import { Standings } from "../health/standings";
import { Model } from "../model/model";
import { ranked } from "./ranked";

/** The highest score first. */
export function byScore(model: Model, indices: Array<i32>, standings: Standings): Array<i32> {
  const scores: Array<f64> = [];
  for (let i = 0; i < indices.length; i++) scores.push(-standings.of(model.targets[indices[i]].id).score);
  return ranked(indices, scores);
}
