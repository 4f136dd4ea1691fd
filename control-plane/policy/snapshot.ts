import type { Policy } from "../contract.ts";
import { type Environment, readSecret } from "./secrets.ts";
import { withVersion } from "./version.ts";

/**
 * The policy as it leaves the control plane: each provider key by its value. The version covers the
 * values, so that a rotated key is a new version.
 *
 * @throws OperatorError for a variable that is not set
 */
export function snapshotOf(policy: Policy, environment: Environment): Policy {
  return withVersion({
    ...policy,
    targets: policy.targets.map((target) => ({
      ...target,
      keys: target.keys.map((key, index) =>
        "env" in key
          ? { value: readSecret(key.env, `providers.${target.provider}.keys[${index}].secret`, environment) }
          : key,
      ),
    })),
  });
}
