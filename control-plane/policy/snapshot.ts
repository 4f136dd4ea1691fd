import type { Plan } from "../../envoy/needs-restart.ts";
import type { Policy } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";
import { type Environment, providerKeyProblems, readSecret } from "./secrets.ts";
import { versionOf } from "./version.ts";

/**
 * The policy as it leaves the control plane: each provider key by its value. The version covers the
 * values, so that a rotated key is a new version.
 *
 * @throws OperatorError for a variable that is not set
 */
export function snapshotOf(policy: Policy, environment: Environment): Policy {
  const values: string[] = [];
  const targets = policy.targets.map((target) => ({
    ...target,
    keys: target.keys.map((key, index) => {
      if (!("env" in key)) return key;
      const value = readSecret(key.env, `providers.${target.provider}.keys[${index}].secret`, environment);
      values.push(value);
      return { value };
    }),
  }));
  // The policy's own version covers the rest: with thousands of client keys a second look at all of it is felt.
  const version = values.length === 0 ? policy.version : versionOf([policy.version, ...values]);
  return { ...policy, version, targets };
}

/** The snapshot of a plan. @throws OperatorError for provider keys that are not in the environment, all of them at once */
export function snapshotFor({ config, policy }: Plan, environment: Environment): Policy {
  const problems = providerKeyProblems(config, environment);
  if (problems.length > 0) throw new OperatorError(problems.join("\n"));
  return snapshotOf(policy, environment);
}
