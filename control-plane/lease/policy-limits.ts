import type { MeasureName } from "../../contract/lease.ts";
import type { PolicyLimits } from "../../contract/limits.ts";
import type { Policy } from "../../contract/policy.ts";

const MICRO_PER_USD = 1e6;

/** The limits of each policy that was asked for: there may be 10,000 keys, and hundreds of reports a second. */
const known = new WeakMap<Policy, Map<string, PolicyLimits>>();

/** Requests, tokens or micro-dollars; undefined where the policy has no such limit. */
export function limitOf(policy: Policy, kind: string, name: string, measure: MeasureName): number | undefined {
  const limit = limitsIn(policy).get(`${kind}:${name}`)?.[measure];
  if (limit === undefined || !measure.startsWith("usd")) return limit;
  return Math.min(Math.round(limit * MICRO_PER_USD), Number.MAX_SAFE_INTEGER);
}

function limitsIn(policy: Policy): Map<string, PolicyLimits> {
  const there = known.get(policy);
  if (there !== undefined) return there;
  const limits = new Map([
    ...policy.keys.map((key) => [`key:${key.id}`, key.limits] as const),
    ...policy.tenants.map((tenant) => [`tenant:${tenant.id}`, tenant.limits] as const),
    ...policy.models.map((model) => [`model:${model.name}`, model.limits] as const),
    ...policy.providers.flatMap(({ name, keys }) =>
      keys.map((key) => [`provider_key:${name}/${key.id}`, key.limits] as const),
    ),
  ]);
  known.set(policy, limits);
  return limits;
}
