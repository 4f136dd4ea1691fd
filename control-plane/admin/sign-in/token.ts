import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { digest, identifier } from "../../../contract/names.ts";
import { moment } from "../../../contract/time.ts";
import type { State } from "../../managed/state.ts";
import { type Caller, ROLES } from "../route/caller.ts";

/** An admin token as the store has it: by its hash. */
const storedTokenSchema = z.strictObject({
  role: z.enum(ROLES),
  tenant: identifier.optional(),
  expires_at: moment.optional(),
  sha256: digest,
});
export type StoredToken = z.output<typeof storedTokenSchema>;

/** 32 random bytes: nothing that could be guessed, whatever the time a comparison takes. */
export function newSecret(prefix: "hg-" | "hga-"): string {
  return prefix + randomBytes(32).toString("base64url");
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Equal in a time that tells nothing: digests have one length, whatever was sent. */
export function sameDigest(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a, "hex"), Buffer.from(b, "hex"));
}

/** The token's owner; every token is looked at, so that the time tells nothing of which was nearly right. */
export function tokenOwner(state: State, presented: string, now: number): Caller | undefined {
  const given = sha256(presented);
  let found: Caller | undefined;
  for (const { id, body } of state.all("admin-token")) {
    const { sha256: wanted, role, tenant, expires_at } = body as StoredToken;
    const good = expires_at === undefined || Date.parse(expires_at) > now;
    if (sameDigest(given, wanted) && good)
      found = { actor: `token:${id}`, role, ...(tenant !== undefined && { tenant }) };
  }
  return found;
}
