import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { Policy } from "../contract.ts";

/**
 * Gives the policy its version: 64 bits of SHA-256 over the rest. Enough to tell policies apart, and all that
 * may be seen of the secrets in it.
 */
export function withVersion(policy: Omit<Policy, "version"> & Partial<Policy>): Policy {
  const { version: _, ...rest } = policy;
  const digest = createHash("sha256").update(canonicalJson(rest)).digest("hex");
  return { version: digest.slice(0, 16), ...rest };
}
