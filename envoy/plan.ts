import type { Config } from "../contract/config.ts";
import type { Policy } from "../contract/policy.ts";

/** A configuration and the policy built from it. */
export interface Plan {
  config: Config;
  policy: Policy;
}
