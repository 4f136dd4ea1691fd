import { setTextHeader } from "../abi/host";
import { MapType } from "../abi/types";
import { Exchange } from "../exchange/live/exchange";
import { CacheOutcome } from "../policy/cache/caching";

export function outcomeName(outcome: CacheOutcome): string {
  return outcome == CacheOutcome.Hit ? "hit" : outcome == CacheOutcome.Miss ? "miss" : "bypass";
}

/** Says in the response what the cache had to do with it; nothing where it is off, or the policy explains nothing. */
export function tellOutcome(exchange: Exchange): void {
  const caching = exchange.caching;
  if (caching === null || !exchange.policy.explain) return;
  setTextHeader(MapType.ResponseHeaders, "x-headgate-cache", outcomeName(caching.outcome));
}
