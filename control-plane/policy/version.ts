import { createHash } from "node:crypto";
import type { Policy } from "../contract.ts";

/**
 * Gives the policy its version: 64 bits of SHA-256 over the rest. Enough to tell policies apart, and all that
 * may be seen of the secrets in it.
 */
export function withVersion(policy: Omit<Policy, "version"> & Partial<Policy>): Policy {
  const { version: _, ...rest } = policy;
  const digest = createHash("sha256").update(canonical(rest)).digest("hex");
  return { version: digest.slice(0, 16), ...rest };
}

/** JSON with sorted keys: the same policy has the same text, however it was put together. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
