import type { Config } from "../../contract/config.ts";
import type { Require } from "../../contract/routing.ts";
import type { Target } from "../model/model-targets.ts";
import { isGlob } from "../pattern/glob.ts";
import { globsMeet, patternFits } from "../pattern/pattern-fits.ts";

export type ClientKey = Config["keys"][number];

/** Its own and its tenant's: all of them hold. */
export function listsOf(config: Config, key: ClientKey): Pick<ClientKey, "allow" | "deny" | "require">[] {
  const tenant = config.tenants[key.tenant];
  return tenant ? [key, tenant] : [key];
}

/** Whether a client key may ask for a model. True too where only the filter can tell: a regular expression. */
export function mayAsk(config: Config, key: ClientKey, model: string): boolean {
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

/** Whether its requests for a model may go to the target. */
export function reaches(config: Config, key: ClientKey, model: string, target: Target | undefined): boolean {
  if (target === undefined) return false;
  const upstream = target.model ?? model;
  const names = [upstream, `${target.provider}/${upstream}`];
  return listsOf(config, key).every(
    ({ deny, require }) =>
      permits(require, config.providers[target.provider]) &&
      !deny.some((pattern) => names.some((name) => patternFits(pattern, name) === true)),
  );
}

export function permits(require: Require | undefined, provider: Config["providers"][string] | undefined): boolean {
  if (require === undefined || provider === undefined) return true;
  if (require.private === true && !provider.private) return false;
  return require.region === undefined || (provider.region !== undefined && require.region.includes(provider.region));
}
