import { isGlob, modelTargets } from "../config/model-targets.ts";
import { ruleId } from "../config/rules/check-rules.ts";
import { tenantSchema } from "../contract/client-key.ts";
import type { Config, Policy } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";
import { originOf } from "../provider/origin.ts";
import { clientKeysOf } from "./client-keys.ts";
import { type Environment, envName } from "./secrets.ts";
import { targetIds } from "./target-id.ts";
import { withVersion } from "./version.ts";

/**
 * The policy as it stands in `envoy.yaml`: provider keys are names of environment variables.
 *
 * @param environment where client keys given as `env:NAME` are read, to be hashed
 * @throws OperatorError for a client key whose variable is not set, or that stands there twice
 */
export function buildPolicy(config: Config, environment: Environment): Policy {
  return withVersion({
    anonymous: config.anonymous ?? (config.keys.length === 0 && config.jwt === undefined),
    targets: Object.keys(config.models).flatMap((name) => targetsOf(config, name)),
    models: exactFirst(Object.keys(config.models)).map((name) => modelOf(config, name)),
    tenants: Object.entries(config.tenants).map(([id, tenant]) => tenantOf(id, tenant)),
    keys: clientKeysOf(config.keys, environment),
    ...(config.jwt && { jwt: { tenant_claim: config.jwt.tenant_claim, allow_claim: config.jwt.allow_claim } }),
    rules: config.rules.map((rule, index) => ({ ...rule, id: ruleId(rule, index) })),
    decisions: Object.entries(config.decisions).map(([name, decision]) => ({
      name,
      timeout_ms: Math.round(secondsOf(decision.timeout) * 1000),
      ...(decision.default !== undefined && { default: decision.default }),
    })),
    ...(config.cache && { cache: cacheOf(config.cache) }),
    explain: config.explain,
  });
}

function modelOf(config: Config, name: string): Policy["models"][number] {
  const found = modelTargets(config, name);
  if ("problem" in found) throw new OperatorError(`models.${name}: ${found.problem}`);
  const ids = targetIds(found.owner, found.targets);
  const { limits = {}, budget = {}, cache } = config.models[name] ?? {};
  return {
    name,
    targets: found.targets.map((target, index) => ({
      id: ids[index] ?? "",
      ...(target.weight !== undefined && { weight: target.weight }),
    })),
    limits: { ...limits, ...budget },
    ...(cache !== undefined && { cache }),
  };
}

function tenantOf(id: string, tenant: Config["tenants"][string]): Policy["tenants"][number] {
  const { allow, deny, limits, budget } = tenant ?? tenantSchema.parse({});
  return { id, allow, deny, limits: { ...limits, ...budget } };
}

function cacheOf({ ttl, max_bytes, only }: NonNullable<Config["cache"]>): NonNullable<Policy["cache"]> {
  return { ttl_seconds: secondsOf(ttl), max_bytes, only };
}

/** Of a `duration`. */
function secondsOf(text: string): number {
  return Number.parseFloat(text);
}

function targetsOf(config: Config, model: string): Policy["targets"] {
  const targets = config.models[model]?.targets ?? [];
  const ids = targetIds(model, targets);
  return targets.map((target, index) => {
    const provider = config.providers[target.provider];
    if (provider === undefined) throw new OperatorError(`models.${model}.targets[${index}].provider: no such provider`);
    const { scheme, authority } = originOf(provider);
    const upstream = target.model ?? (isGlob(model) ? undefined : model);
    return {
      id: ids[index] ?? "",
      provider: target.provider,
      authority,
      scheme,
      faces: provider.faces,
      traits: { ...provider.traits, ...target.traits },
      ...(upstream !== undefined && { model: upstream }),
      max_tokens: target.max_tokens,
      ...(target.price && { price: target.price }),
      keys: provider.keys.map((key) => ({ env: envName(key.secret) })),
    };
  });
}

/** An exact name wins over a glob wherever it stands; among globs the first in the file wins. */
function exactFirst(names: string[]): string[] {
  return [...names.filter((name) => !isGlob(name)), ...names.filter(isGlob)];
}
