import type { Config } from "../../contract/config.ts";
import type { Finding } from "./finding.ts";

/** Targets that fail together: at one provider, at one address under two names, with one key. */
export function sharedFates(config: Config): Finding[] {
  return [...sameAddress(config), ...Object.keys(config.models).flatMap((name) => ofModel(config, name))];
}

function sameAddress({ providers, models }: Config): Finding[] {
  const used = new Set(Object.values(models).flatMap(({ targets = [] }) => targets.map(({ provider }) => provider)));
  const names = Object.keys(providers).filter((name) => used.has(name));
  return names.flatMap((name, index) => {
    const twin = names.slice(0, index).find((other) => providers[other]?.url === providers[name]?.url);
    if (twin === undefined) return [];
    const reason = `is at ${providers[name]?.url}, as provider ${twin}: when it is not reached, both are out; count them as one`;
    return [{ path: `providers.${name}.url`, reason, isFatal: false }];
  });
}

function ofModel({ models, providers }: Config, name: string): Finding[] {
  const targets = models[name]?.targets ?? [];
  if (targets.length < 2) return [];
  const path = `models.${name}.targets`;
  const addresses = new Set(targets.map(({ provider }) => providers[provider]?.url));
  if (addresses.size === 1) {
    const reason = `are all at ${[...addresses][0]}: its outage takes every fallback along; add a target at another provider`;
    return [{ path, reason, isFatal: false }];
  }
  const secrets = targets.map(({ provider }) => (providers[provider]?.keys ?? []).map(({ secret }) => secret));
  const all = new Set(secrets.flat());
  if (all.size !== 1 || secrets.some(({ length }) => length === 0)) return [];
  const reason = `have all one key, ${[...all][0]}: where it is refused or used up, no fallback helps; give one of the providers another`;
  return [{ path, reason, isFatal: false }];
}
