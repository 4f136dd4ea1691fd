import { tenantSchema } from "../../contract/client-key.ts";
import { type Config, servesAnybody } from "../../contract/config.ts";
import { originOf } from "../../contract/origin.ts";
import type { Policy } from "../../contract/policy.ts";
import { ruleId } from "../../contract/rule.ts";
import { millisecondsOf, secondsOf } from "../../contract/time.ts";
import type { Traits } from "../../contract/traits.ts";
import { knownOf, upstreamOf } from "../catalogue/target-facts.ts";
import { targetIds } from "../model/target-id.ts";
import { patternFits } from "../pattern/pattern-fits.ts";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { clientKeysOf } from "./client-keys.ts";
import { modelsOf } from "./models.ts";
import { providersOf } from "./providers.ts";
import { withVersion } from "./version.ts";

/**
 * The policy as it stands in `envoy.yaml`: provider keys are names of environment variables.
 *
 * @param environment where client keys given as `env:NAME` are read, to be hashed
 * @throws OperatorError for a client key whose variable is not set, or that stands there twice
 */
export function buildPolicy(config: Config, environment: Environment): Policy {
  return withVersion({
    anonymous: servesAnybody(config),
    providers: providersOf(config),
    targets: Object.keys(config.models).flatMap((name) => targetsOf(config, name)),
    models: modelsOf(config),
    tenants: Object.entries(config.tenants).map(([id, tenant]) => tenantOf(id, tenant)),
    keys: clientKeysOf(config.keys, environment),
    ...(config.jwt && { jwt: { tenant_claim: config.jwt.tenant_claim, allow_claim: config.jwt.allow_claim } }),
    rules: config.rules.map((rule, index) => ({ ...rule, id: ruleId(rule, index) })),
    decisions: Object.entries(config.decisions).map(([name, decision]) => ({
      name,
      timeout_ms: millisecondsOf(decision.timeout),
      ...(decision.default !== undefined && { default: decision.default }),
    })),
    ...(config.cache && { cache: cacheOf(config.cache) }),
    ...(config.health.judge && { judge: { sample: config.health.judge.sample } }),
    explain: config.explain,
    first_token_ms: millisecondsOf(config.timeouts.first_token),
    ...(config.seed !== undefined && { seed: config.seed }),
  });
}

/** The policy that serves nobody, for an Envoy that has not had its first snapshot. */
export function policyForNobody(config: Config): Policy {
  return buildPolicy({ ...config, anonymous: false, providers: {}, models: {}, keys: [], rules: [] }, {});
}

function tenantOf(id: string, tenant: Config["tenants"][string]): Policy["tenants"][number] {
  const { allow, deny, limits, budget, require } = tenant ?? tenantSchema.parse({});
  return { id, allow, deny, limits: { ...limits, ...budget }, ...(require && { require }) };
}

function cacheOf({ ttl, max_bytes, only }: NonNullable<Config["cache"]>): NonNullable<Policy["cache"]> {
  return { ttl_seconds: secondsOf(ttl), max_bytes, only };
}

function targetsOf(config: Config, model: string): Policy["targets"] {
  const targets = config.models[model]?.targets ?? [];
  const ids = targetIds(model, targets);
  return targets.map((target, index) => {
    const provider = config.providers[target.provider];
    if (provider === undefined) throw new OperatorError(`models.${model}.targets[${index}].provider: no such provider`);
    const { scheme, authority } = originOf(provider);
    const upstream = upstreamOf(model, target);
    const { pricedBy: _, traits, ...known } = knownOf(config, model, target);
    return {
      id: ids[index] ?? "",
      provider: target.provider,
      authority,
      scheme,
      faces: provider.faces,
      traits: { ...traitsOf(provider, upstream), ...traits },
      ...(upstream !== undefined && { model: upstream }),
      ...known,
    };
  });
}

/** Some services have completions for a few old models, which know no chats. */
function traitsOf({ traits, completion_models }: Config["providers"][string], upstream = ""): Traits {
  const hasThem = completion_models === undefined || completion_models.some((model) => patternFits(model, upstream));
  return hasThem ? traits : { ...traits, completions: "none" };
}
