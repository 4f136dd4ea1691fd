import { isGlob } from "../../match/glob";
import { realNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { placeIn, Span, text } from "../../wire/span";
import { Model } from "../model/model";
import { STRATEGIES, Strategy } from "../model/strategy";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";
import { readAffinity } from "./read-affinity";
import { readModelCache } from "./read-cache";
import { readPatience } from "./read-patience";
import { REQUIRE_SHAPE, readRequirement } from "./read-requirement";

export function readModels(tape: Tape, policy: Policy): bool {
  const list = tape.find(tape.root, "models");
  if (!tape.isArray(list)) return refuse("policy.models", "expected a list");
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const name = decoded(tape, tape.find(item, "name"), policy);
    const model = new Model(name, tape.text(tape.find(item, "name")), isGlob(name));
    model.cache = readModelCache(tape, item);
    readPatience(tape, item, model.patience);
    const require = readRequirement(tape, item, policy);
    if (require === null) return refuse("policy.models." + text(name) + ".require", REQUIRE_SHAPE);
    model.require = require;
    const targets = tape.find(item, "targets");
    if (!tape.isArray(targets)) return refuse("policy.models." + text(name), "expected a list of targets");
    for (let entry = tape.first(targets); entry != NOTHING; entry = tape.next(targets, entry)) {
      const target = policy.target(decoded(tape, tape.find(entry, "id"), policy));
      if (target === null) return refuse("policy.models." + text(name), "names an unknown target");
      const weight = tape.find(entry, "weight");
      model.pools.push(poolName(name, model.targets.length, policy));
      model.targets.push(target);
      model.weights.push(tape.isNumber(weight) ? realNumber(tape.bytes(weight)) : 0);
      model.limits.add(target.capabilities, target.traits.jsonSchema);
    }
    if (model.targets.length == 0) return refuse("policy.models." + text(name), "has no target");
    settleStrategy(model, tape.text(tape.find(item, "strategy")));
    readAffinity(tape, item, model);
    policy.addModel(model);
  }
  return true;
}

/** A policy written by hand may name no strategy. Targets that are to be weighed, and of which none has a weight, weigh the same. */
function settleStrategy(model: Model, name: Span): void {
  let isWeighted = false;
  for (let i = 0; i < model.weights.length; i++) isWeighted = isWeighted || model.weights[i] > 0;
  const strategy = placeIn(STRATEGIES, name);
  const usual = isWeighted ? Strategy.Weighted : Strategy.Priority;
  model.strategy = strategy < 0 ? usual : <Strategy>strategy;
  if (model.strategy == Strategy.Weighted && !isWeighted) model.weights.fill(1);
}

const scratch = new Output();

/** `<model>@<index>`, as the generator in envoy/ names the aggregate clusters. */
function poolName(model: Span, index: i32, policy: Policy): Span {
  scratch.clear();
  scratch.raw(model);
  scratch.byte(0x40);
  scratch.decimal(index);
  return policy.keep(scratch.bytes);
}
