import { Draw } from "../chance/draw";
import { KeyStrategy } from "./key-strategy";
import { Provider, ProviderKey } from "./provider";
import { Quotas } from "./quotas";

/**
 * The key that is used next, by the provider's strategy. `free`: those that may be used now, at least one, in the
 * policy's order. `now`: milliseconds since 1970.
 */
export function chooseKey(
  provider: Provider,
  free: Array<ProviderKey>,
  quotas: Quotas,
  now: i64,
  draw: Draw,
): ProviderKey {
  if (free.length == 1) return free[0];
  switch (provider.strategy) {
    case KeyStrategy.LeastUsed:
      return leastUsed(free, now);
    case KeyStrategy.Weighted:
      return drawn(free, draw.next());
    case KeyStrategy.QuotaAware:
      return inTurn(provider, fullest(free, quotas, now));
    default:
      return inTurn(provider, free);
  }
}

function inTurn(provider: Provider, free: Array<ProviderKey>): ProviderKey {
  let next = free[0];
  for (let i = 0; i < free.length; i++) {
    if (free[i].place < provider.turn) continue;
    next = free[i];
    break;
  }
  provider.turn = next.place + 1;
  return next;
}

/** By requests; among those with as many, by tokens, which are known when a request has ended only. */
function leastUsed(free: Array<ProviderKey>, now: i64): ProviderKey {
  let least = free[0];
  for (let i = 1; i < free.length; i++) {
    const more = free[i].use.requests(now) - least.use.requests(now);
    if (more < 0 || (more == 0 && free[i].use.tokens(now) < least.use.tokens(now))) least = free[i];
  }
  return least;
}

function drawn(free: Array<ProviderKey>, share: f64): ProviderKey {
  let total: f64 = 0;
  for (let i = 0; i < free.length; i++) total += free[i].weight;
  let point = share * total;
  for (let i = 0; i < free.length; i++) {
    point -= free[i].weight;
    if (point < 0) return free[i];
  }
  return free[free.length - 1];
}

/** Those with the greatest share left. */
function fullest(free: Array<ProviderKey>, quotas: Quotas, now: i64): Array<ProviderKey> {
  let most: f64 = -1;
  let fullest: Array<ProviderKey> = [];
  for (let i = 0; i < free.length; i++) {
    const share = quotas.shareLeft(free[i], now);
    if (share < most) continue;
    if (share > most) fullest = [];
    most = share;
    fullest.push(free[i]);
  }
  return fullest;
}
