import { Model } from "../model/model";
import { ranked } from "./ranked";
import { Workload } from "./workload";

/** The cheapest for this request first, those without a price last. */
export function byCost(model: Model, indices: Array<i32>, workload: Workload): Array<i32> {
  const costs: Array<f64> = [];
  for (let i = 0; i < indices.length; i++) {
    const price = model.targets[indices[i]].price;
    costs.push(price === null ? Infinity : workload.cost(price));
  }
  return ranked(indices, costs);
}
