import type { LivePolicy } from "../../managed/live-policy.ts";
import { ownScopes } from "../resource/usage.ts";
import type { Caller } from "../route/caller.ts";
import type { Event } from "./feed.ts";

/**
 * What of an event a caller sees: one of a single tenant its own audit entries and usage, the health without its
 * reasons, of the policy only that it is another, and nothing of targets and provider keys.
 */
export function seenBy(live: LivePolicy, caller: Caller, event: Event): Event | undefined {
  const { tenant } = caller;
  if (tenant === undefined) return event;
  switch (event.type) {
    case "audit":
      return event.data.tenant === tenant ? event : undefined;
    case "usage": {
      const sees = ownScopes(live, caller);
      const rows = event.data.rows.filter(({ scope }) => sees(scope));
      return rows.length === 0 ? undefined : { type: "usage", data: { rows } };
    }
    case "key":
      return undefined;
    case "policy":
      return { ...event, data: { digest: event.data.digest } };
    case "target.degraded":
    case "target.recovered":
    case "provider.cooldown":
      return undefined;
    case "health":
      return { type: "health", data: { status: "ok" } };
  }
}
