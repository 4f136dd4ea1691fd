import type { Policy } from "../../contract/policy.ts";
import type { Plan } from "../../envoy/plan.ts";
import { providerKeyProblems } from "../policy/provider-key-problems.ts";
import { versionOf } from "../policy/version.ts";
import { type Environment, readSecret } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";

/**
 * The policy as it leaves the control plane: each provider key by its value. The version covers the
 * values, so that a rotated key is a new version.
 *
 * @throws OperatorError for a variable that is not set
 */
export function snapshotOf(policy: Policy, environment: Environment): Policy {
  const values: string[] = [];
  const providers = policy.providers.map((provider) => ({
    ...provider,
    keys: provider.keys.map(({ env, ...key }, index) => {
      if (env === undefined) return key;
      const value = readSecret(env, `providers.${provider.name}.keys[${index}].secret`, environment);
      values.push(value);
      return { ...key, value };
    }),
  }));
  // The policy's own version covers the rest: with thousands of client keys a second look at all of it is felt.
  const version = values.length === 0 ? policy.version : versionOf([policy.version, ...values]);
  return { ...policy, version, providers };
}

/** The snapshot of a plan. @throws OperatorError for provider keys that are not in the environment, all of them at once */
export function snapshotFor({ config, policy }: Plan, environment: Environment): Policy {
  const problems = providerKeyProblems(config, environment);
  if (problems.length > 0) throw new OperatorError(problems.join("\n"));
  return snapshotOf(policy, environment);
}
