import { Draw } from "../chance/draw";
import { preference } from "../chance/preference";
import { KeyStrategy } from "./key-strategy";
import { Provider, ProviderKey } from "./provider";
import { Quotas } from "./quotas";

/**
 * The key that is used next, by the provider's strategy. `free`: those that may be used now, at least one, in the
 * policy's order. `now`: milliseconds since 1970; `conversation`: which the request belongs to, 0 for none.
 */
export function chooseKey(
  provider: Provider,
  free: Array<ProviderKey>,
  quotas: Quotas,
  now: i64,
  conversation: u64,
  draw: Draw,
): ProviderKey {
  if (free.length == 1) return free[0];
  switch (provider.strategy) {
    case KeyStrategy.LeastUsed:
      return leastUsed(free, now);
    case KeyStrategy.Weighted:
      return drawn(free, draw.next());
    case KeyStrategy.Conversation:
      return conversation == 0 ? drawn(free, draw.next()) : preferred(free, conversation);
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

/** By its id: a rotated key is mostly one of the same account. */
function preferred(free: Array<ProviderKey>, conversation: u64): ProviderKey {
  let best = free[0];
  let most: f64 = -1;
  for (let i = 0; i < free.length; i++) {
    const wish = preference(conversation, free[i].id, free[i].weight);
    if (wish <= most) continue;
    most = wish;
    best = free[i];
  }
  return best;
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
