import { isGlob, modelTargets } from "../config/model-targets.ts";
import type { Config, Policy } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";
import { originOf } from "../provider/origin.ts";
import { clientKeyHashes, type Environment, envName } from "./secrets.ts";
import { targetIds } from "./target-id.ts";
import { withVersion } from "./version.ts";

/**
 * The policy as it stands in `envoy.yaml`: provider keys are names of environment variables.
 *
 * @param environment where client keys given as `env:NAME` are read, to be hashed
 * @throws OperatorError for a client key whose variable is not set, or that stands there twice
 */
export function buildPolicy(config: Config, environment: Environment): Policy {
  const hashes = clientKeyHashes(config.keys, environment);
  return withVersion({
    anonymous: config.keys.length === 0,
    targets: Object.keys(config.models).flatMap((name) => targetsOf(config, name)),
    models: exactFirst(Object.keys(config.models)).map((name) => {
      const found = modelTargets(config, name);
      if ("problem" in found) throw new OperatorError(`models.${name}: ${found.problem}`);
      const ids = targetIds(found.owner, found.targets);
      return {
        name,
        targets: found.targets.map((target, index) => ({
          id: ids[index] ?? "",
          ...(target.weight !== undefined && { weight: target.weight }),
        })),
      };
    }),
    keys: config.keys.map((key, index) => ({
      id: key.id,
      tenant: key.tenant,
      sha256: hashes[index] ?? "",
      allow: key.allow,
      deny: key.deny,
    })),
  });
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
      keys: provider.keys.map((key) => ({ env: envName(key.secret) })),
    };
  });
}

/** An exact name wins over a glob wherever it stands; among globs the first in the file wins. */
function exactFirst(names: string[]): string[] {
  return [...names.filter((name) => !isGlob(name)), ...names.filter(isGlob)];
}
