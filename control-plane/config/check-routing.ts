import type { Config } from "../../contract/config.ts";
import type { Require } from "../../contract/routing.ts";
import { knownOf } from "../catalogue/target-facts.ts";
import { modelTargets } from "../model/model-targets.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import type { Path, Report } from "../problem/problem.ts";

/** What is required, against what there is: nothing may be asked for that nobody could ever serve. */
export function checkRouting(config: Config, report: Report): void {
  for (const { path, require } of eachRequire(config)) checkRegions(config, require, path, report);
  for (const [name, { require }] of Object.entries(config.models)) {
    if (require && !isServed(config, name, require)) {
      report(["models", name, "require"], "none of the model's targets keeps to it: no request could be served");
    }
  }
  for (const [index, { use, require }] of config.rules.entries()) {
    if (use === undefined || !require || isServed(config, use, require)) continue;
    report(
      ["rules", index, "require"],
      `no target of "${use}" keeps to it: every request of the rule would be refused`,
    );
  }
}

function eachRequire({ models, tenants, keys, rules }: Config): { path: Path; require: Require }[] {
  const owners: [Path, { require?: Require | undefined } | null][] = [
    ...Object.entries(models).map(([name, model]): [Path, typeof model] => [["models", name], model]),
    ...Object.entries(tenants).map(([id, tenant]): [Path, typeof tenant] => [["tenants", id], tenant]),
    ...keys.map((key, index): [Path, typeof key] => [["keys", index], key]),
    ...rules.map((rule, index): [Path, typeof rule] => [["rules", index], rule]),
  ];
  return owners.flatMap(([path, owner]) =>
    owner?.require ? [{ path: [...path, "require"], require: owner.require }] : [],
  );
}

function checkRegions(
  { providers }: Config,
  { region, private: isPrivate }: Require,
  path: Path,
  report: Report,
): void {
  const all = Object.values(providers);
  const regions = [...new Set(all.flatMap((provider) => provider.region ?? []))];
  if (region && !region.some((name) => regions.includes(name))) {
    const hint = didYouMean(region[0] ?? "", regions);
    report([...path, "region"], `no provider is in ${region.map((name) => `"${name}"`).join(" or ")}${hint}`);
  }
  if (isPrivate && !all.some((provider) => provider.private)) {
    report([...path, "private"], "no provider is private: say so of one that is your own, by private: true");
  }
}

/** A model that is not there is told of elsewhere. */
function isServed(config: Config, model: string, { region, private: isPrivate }: Require): boolean {
  const found = modelTargets(config, model);
  if ("problem" in found) return true;
  return found.targets.some(({ provider: name }) => {
    const provider = config.providers[name];
    if (provider === undefined) return true;
    if (isPrivate && !provider.private) return false;
    return !region || (provider.region !== undefined && region.includes(provider.region));
  });
}

/** Strategies that come to nothing. */
export function routingWarnings(config: Config): string[] {
  return Object.entries(config.models).flatMap(([name, { strategy, targets, affinity }]) => {
    const path = `models.${name}.strategy`;
    if (affinity && affinity.by !== "none" && !keepsConversations(config, name)) {
      const what = "has no effect: it keeps conversations under `strategy: weighted` or `key_strategy: conversation`";
      return [`models.${name}.affinity: ${what}`];
    }
    if (strategy === "rules" && targets) {
      return [`${path}: rules choose among models, not among targets: these are tried as they are listed`];
    }
    if (strategy !== "lowest_cost") return [];
    const found = modelTargets(config, name);
    if ("problem" in found || found.targets.some((one) => knownOf(config, found.owner, one).price)) return [];
    return [`${path}: no target has a price, so they are tried as they are listed: give each a price`];
  });
}

/** Whether requests of the model are spread, over targets or over the keys of one. */
function keepsConversations(config: Config, name: string): boolean {
  const found = modelTargets(config, name);
  if ("problem" in found) return true;
  const { strategy } = config.models[name] ?? {};
  const isWeighted = strategy ? strategy === "weighted" : found.targets.some(({ weight }) => weight !== undefined);
  if (isWeighted && found.targets.length > 1) return true;
  return found.targets.some(({ provider }) => config.providers[provider]?.key_strategy === "conversation");
}
