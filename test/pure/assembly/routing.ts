/** The order of a model's targets, for tests: built by wasm-plugin.ts, called from Node. AssemblyScript. */

import { Draw } from "../../../plugin/policy/chance/draw";
import { Standing, Standings } from "../../../plugin/policy/health/standings";
import { Price } from "../../../plugin/policy/limits/price";
import { Model } from "../../../plugin/policy/model/model";
import { Strategy } from "../../../plugin/policy/model/strategy";
import { Target } from "../../../plugin/policy/model/target";
import { Provider } from "../../../plugin/policy/provider/provider";
import { orderTargets } from "../../../plugin/policy/routing/target-order";
import { Workload } from "../../../plugin/policy/routing/workload";
import { ABSENT, PADDING, Span, span } from "../../../plugin/wire/span";

let model: Model = new Model(ABSENT, ABSENT, false);
let standings: Standings = new Standings();
let draw: Draw = new Draw(0);
let order: Array<i32> = [];

export function seed(value: u64): void {
  draw = new Draw(value);
}

export function drawn(): f64 {
  return draw.next();
}

export function begin(strategy: i32): void {
  model = new Model(ABSENT, ABSENT, false);
  model.strategy = <Strategy>strategy;
  standings = new Standings();
  conversation = 0;
}

/** `input` below 0: no price. `score` below 0: nothing is known of it. */
export function add(weight: f64, input: f64, output: f64, score: f64, latency: f64, degraded: bool): void {
  const target = new Target(idOf(model.targets.length), new Provider(ABSENT));
  if (input >= 0) target.price = new Price(input, output, input);
  model.targets.push(target);
  model.weights.push(weight);
  if (score < 0) return;
  const standing = new Standing();
  standing.score = score;
  standing.latency = latency;
  standing.degraded = degraded;
  standings.put(target.id, standing);
}

/** One byte: a letter for each. */
function idOf(index: i32): Span {
  const at = heap.alloc(1 + PADDING);
  store<u8>(at, 0x61 + index);
  return span(at, 1);
}

let conversation: u64 = 0;

/** To which the next requests belong; 0: to none. */
export function converse(mark: u64): void {
  conversation = mark;
}

/** What is known of the last one is little, or old. */
export function doubt(isUntried: bool, isSilent: bool): void {
  const standing = standings.of(model.targets[model.targets.length - 1].id);
  standing.isUntried = isUntried;
  standing.isSilent = isSilent;
}

/** `barred`: a mask of the targets that may not take the request. The number of those that may. */
export function choose(barred: i32, prompt: i64, limit: i64): i32 {
  const able: Array<i32> = [];
  for (let i = 0; i < model.targets.length; i++) if (((barred >> i) & 1) == 0) able.push(i);
  order = orderTargets(model, able, new Workload(prompt, limit), conversation, standings, draw);
  return order.length;
}

export function chosen(place: i32): i32 {
  return order[place];
}
