import type { Config } from "../../contract/config.ts";
import type { Require } from "../../contract/routing.ts";
import { modelTargets, type Target } from "../model/model-targets.ts";
import type { Finding } from "./finding.ts";
import { type ClientKey, listsOf, mayAsk, permits, reaches } from "./reach.ts";

/** Client keys that are kept from the same targets: of ten thousand keys few differ in that. */
type Alike = { key: ClientKey; at: number }[];

/** Targets that a `require` or a `deny` keeps callers from: they are declared, and not asked. */
export function forbiddenFallbacks(config: Config): Finding[] {
  const callers = alikeOf(config);
  return Object.keys(config.models).flatMap((name) => {
    const found = modelTargets(config, name);
    if ("problem" in found || found.targets.length < 2) return [];
    return [...excluded(config, name, found.targets), ...forKeys(config, name, found.targets, callers)];
  });
}

function alikeOf(config: Config): Alike[] {
  const groups = new Map<string, Alike>();
  for (const [at, key] of config.keys.entries()) {
    if (key.disabled) continue;
    const kept = JSON.stringify(listsOf(config, key).map(({ deny, require }) => [deny, require]));
    const group = groups.get(kept);
    if (group === undefined) groups.set(kept, [{ key, at }]);
    else group.push({ key, at });
  }
  return [...groups.values()];
}

/** By the model's own `require`. */
function excluded(config: Config, name: string, targets: readonly Target[]): Finding[] {
  const { require } = config.models[name] ?? {};
  return targets.flatMap(({ provider }, index) => {
    if (permits(require, config.providers[provider])) return [];
    const reason = `is never asked: ${described(require)}, and provider ${provider} is not that; say so at the provider, or take the target out`;
    return [{ path: `models.${name}.targets[${index}]`, reason, isFatal: index > 0 }];
  });
}

function forKeys(config: Config, name: string, targets: readonly Target[], callers: readonly Alike[]): Finding[] {
  const open = targets.flatMap((target, index) =>
    permits(config.models[name]?.require, config.providers[target.provider]) ? [index] : [],
  );
  const groups = callers.map((alike) => ({
    alike,
    reached: open.filter((index) => alike[0] !== undefined && reaches(config, alike[0].key, name, targets[index])),
  }));
  const lone = groups.flatMap(({ alike, reached }) => {
    const [only = 0] = reached;
    const isLone = open.length > 1 && reached.length === 1;
    const [first, ...more] = isLone ? alike.filter(({ key }) => mayAsk(config, key, name)) : [];
    if (first === undefined) return [];
    const who = more.length === 0 ? `key ${first.key.id} has` : `key ${first.key.id} and ${more.length} more have`;
    const reason = `${who} no fallback for ${name}: deny and require, theirs and their tenant's, leave target ${only + 1} alone; leave them another, or accept that it is down when ${targets[only]?.provider} is`;
    return [{ path: `keys[${first.at}]`, reason, isFatal: false }];
  });
  const asks = ({ alike }: { alike: Alike }) => alike.some(({ key }) => mayAsk(config, key, name));
  // With tokens there are callers that the file does not know.
  const forNone = config.jwt
    ? []
    : open.filter((index) => {
        const isKeptFromSome = groups.some(({ reached }) => !reached.includes(index));
        return isKeptFromSome && groups.some(asks) && !groups.some((one) => one.reached.includes(index) && asks(one));
      });
  const reason =
    "is never asked: deny or require of every client key that may use the model, or of its tenant, excludes it; open it to one, or take it out";
  return [
    ...lone,
    ...forNone.map((index) => ({ path: `models.${name}.targets[${index}]`, reason, isFatal: index > 0 })),
  ];
}

function described(require: Require | undefined): string {
  const region = require?.region === undefined ? [] : [`region ${require.region.join(" or ")}`];
  return `the model's require asks for ${[...region, ...(require?.private ? ["private"] : [])].join(", ")}`;
}
