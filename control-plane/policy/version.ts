import { createHash } from "node:crypto";
import type { Policy } from "../../contract/policy.ts";
import { canonicalJson } from "../json/canonical-json.ts";

/**
 * Gives the policy its version: 64 bits of SHA-256 over the rest. Enough to tell policies apart, and all that
 * may be seen of the secrets in it.
 */
export function withVersion(policy: Omit<Policy, "version"> & Partial<Policy>): Policy {
  const { version: _, ...rest } = policy;
  return { version: versionOf({ ...rest, keys: rest.keys.map(digestOf) }), ...rest };
}

/** By object: there may be ten thousand keys, and of those most were there before. */
const digests = new WeakMap<object, string>();

function digestOf(key: Policy["keys"][number]): string {
  const digest = digests.get(key) ?? createHash("sha256").update(canonicalJson(key)).digest("hex");
  digests.set(key, digest);
  return digest;
}

/** Of any JSON. */
export function versionOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 16);
}
