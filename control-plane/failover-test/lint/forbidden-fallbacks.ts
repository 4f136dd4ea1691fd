import { isGlob, modelTargets, type Target } from "../../config/model-targets.ts";
import { globsMeet, patternFits } from "../../config/rules/pattern-fits.ts";
import type { Require } from "../../contract/routing.ts";
import type { Config } from "../../contract.ts";
import type { Finding } from "./finding.ts";

type ClientKey = Config["keys"][number];

/** Client keys that may do the same: of ten thousand keys few differ in that. */
interface Callers {
  /** The first of them, and its place in the file. */
  key: ClientKey;
  at: number;
  others: number;
}

/** Targets that a `require` or a `deny` keeps callers from: they are declared, and not asked. */
export function forbiddenFallbacks(config: Config): Finding[] {
  const callers = callersOf(config);
  return Object.keys(config.models).flatMap((name) => {
    const found = modelTargets(config, name);
    if ("problem" in found || found.targets.length < 2) return [];
    return [...excluded(config, name, found.targets), ...forKeys(config, name, found.targets, callers)];
  });
}

function callersOf({ keys }: Config): Callers[] {
  const groups = new Map<string, Callers>();
  for (const [at, key] of keys.entries()) {
    if (key.disabled) continue;
    const alike = JSON.stringify([key.tenant, key.allow, key.deny, key.require]);
    const group = groups.get(alike);
    if (group === undefined) groups.set(alike, { key, at, others: 0 });
    else group.others += 1;
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

function forKeys(config: Config, name: string, targets: readonly Target[], callers: readonly Callers[]): Finding[] {
  const open = targets.flatMap((target, index) =>
    permits(config.models[name]?.require, config.providers[target.provider]) ? [index] : [],
  );
  const askers = callers
    .filter(({ key }) => mayAsk(config, key, name))
    .map((asker) => ({ ...asker, reached: open.filter((index) => reaches(config, asker.key, name, targets[index])) }));
  const single = open.length < 2 ? [] : askers.filter(({ reached }) => reached.length === 1);
  const lone = single.map(({ key, at, others, reached: [only = 0] }) => {
    const who = others === 0 ? `key ${key.id} has` : `key ${key.id} and ${others} more have`;
    const reason = `${who} no fallback for ${name}: deny and require, theirs and their tenant's, leave target ${only + 1} alone; leave them another, or accept that it is down when ${targets[only]?.provider} is`;
    return { path: `keys[${at}]`, reason, isFatal: false };
  });
  return [...lone, ...reachedByNone(config, name, open, askers)];
}

/** With tokens there are callers that the file does not know. */
function reachedByNone(
  { jwt }: Config,
  name: string,
  open: readonly number[],
  askers: readonly { reached: readonly number[] }[],
): Finding[] {
  if (jwt !== undefined || askers.length === 0) return [];
  const forNone = open.filter((index) => askers.every(({ reached }) => !reached.includes(index)));
  const reason =
    "is never asked: deny or require of every client key that may use the model, or of its tenant, excludes it; open it to one, or take it out";
  return forNone.map((index) => ({ path: `models.${name}.targets[${index}]`, reason, isFatal: index > 0 }));
}

function listsOf(config: Config, key: ClientKey): Pick<ClientKey, "allow" | "deny" | "require">[] {
  const tenant = config.tenants[key.tenant];
  return tenant ? [key, tenant] : [key];
}

/** True too where only the filter can tell: a regular expression. */
function mayAsk(config: Config, key: ClientKey, model: string): boolean {
  const isGlobModel = isGlob(model);
  const fits = (pattern: string) =>
    pattern.startsWith("/") ||
    pattern === "*" ||
    pattern === model ||
    // Dearer than the others, and with thousands of keys that is felt.
    ((isGlobModel || isGlob(pattern)) && globsMeet(pattern, model));
  return listsOf(config, key).every(
    ({ allow, deny }) => allow.some(fits) && !deny.some((pattern) => patternFits(pattern, model) === true),
  );
}

function reaches(config: Config, key: ClientKey, model: string, target: Target | undefined): boolean {
  if (target === undefined) return false;
  const upstream = target.model ?? model;
  const names = [upstream, `${target.provider}/${upstream}`];
  return listsOf(config, key).every(
    ({ deny, require }) =>
      permits(require, config.providers[target.provider]) &&
      !deny.some((pattern) => names.some((name) => patternFits(pattern, name) === true)),
  );
}

function permits(require: Require | undefined, provider: Config["providers"][string] | undefined): boolean {
  if (require === undefined || provider === undefined) return true;
  if (require.private === true && !provider.private) return false;
  return require.region === undefined || (provider.region !== undefined && require.region.includes(provider.region));
}

function described(require: Require | undefined): string {
  const region = require?.region === undefined ? [] : [`region ${require.region.join(" or ")}`];
  return `the model's require asks for ${[...region, ...(require?.private ? ["private"] : [])].join(", ")}`;
}
