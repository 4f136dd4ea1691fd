import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { millisecondsOf } from "../../contract/time.ts";
import { modelTargets } from "../model/model-targets.ts";
import { targetIds } from "../model/target-id.ts";
import { isGlob } from "../pattern/glob.ts";
import { OperatorError } from "../process/operator-error.ts";

type PolicyModel = Policy["models"][number];

/** Exact names before globs; among globs the first in the file goes first. */
export function modelsOf(config: Config): PolicyModel[] {
  const names = Object.keys(config.models);
  return [...names.filter((name) => !isGlob(name)), ...names.filter(isGlob)].map((name) => modelOf(config, name));
}

function modelOf(config: Config, name: string): PolicyModel {
  const found = modelTargets(config, name);
  if ("problem" in found) throw new OperatorError(`models.${name}: ${found.problem}`);
  const ids = targetIds(found.owner, found.targets);
  const { limits = {}, budget = {}, cache, keepalive = config.keepalive, ...model } = config.models[name] ?? {};
  return {
    name,
    targets: found.targets.map((target, index) => ({
      id: ids[index] ?? "",
      ...(target.weight !== undefined && { weight: target.weight }),
    })),
    limits: { ...limits, ...budget },
    ...(cache !== undefined && { cache }),
    ...routingOf(
      { ...model, keepalive },
      found.targets.some(({ weight }) => weight !== undefined),
    ),
  };
}

type Routing = Pick<
  PolicyModel,
  "strategy" | "affinity" | "first_token_ms" | "min_throughput" | "hedge_ms" | "keepalive_ms" | "require"
>;

function routingOf(model: Partial<Config["models"][string]>, isWeighted: boolean): Routing {
  const { affinity, keepalive, first_token, min_throughput, hedge, require } = model;
  return {
    strategy: model.strategy ?? (isWeighted ? "weighted" : "priority"),
    ...(affinity && { affinity }),
    ...(first_token !== undefined && { first_token_ms: millisecondsOf(first_token) }),
    ...(min_throughput && {
      min_throughput: {
        tokens_per_second: min_throughput.tokens_per_second,
        over_ms: millisecondsOf(min_throughput.over),
      },
    }),
    ...(keepalive !== undefined && { keepalive_ms: millisecondsOf(keepalive) }),
    ...(hedge && { hedge_ms: millisecondsOf(hedge.after) }),
    ...(require && { require }),
  };
}
