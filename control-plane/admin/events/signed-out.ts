import type { IncomingMessage } from "node:http";
import type { Caller } from "../route/caller.ts";
import type { SignIn } from "../sign-in/sign-in.ts";

/** A token that was deleted or has expired ends its streams within a second. */
const LOOK_EVERY_MS = 500;

/**
 * Ends a stream once its token is deleted, has expired, or is for another role or tenant.
 *
 * @returns stops looking
 */
export function onSignedOut(signIn: SignIn, request: IncomingMessage, caller: Caller, end: () => void): () => void {
  let looks = false;
  const timer = setInterval(async () => {
    // Who checks the token may be slow to answer: one look at a time.
    if (looks) return;
    looks = true;
    const now = await signIn.again(request).catch(() => undefined);
    looks = false;
    if (now?.actor !== caller.actor || now.role !== caller.role || now.tenant !== caller.tenant) end();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
