import { Exchange } from "../exchange/live/exchange";
import { Kind } from "../policy/failure/table";
import { Target } from "../policy/policy";
import { ProviderKey } from "../policy/provider";

/** The key that an attempt at the target presents; null: its provider asks for none. */
export function keyForAttempt(exchange: Exchange, target: Target): ProviderKey | null {
  return target.provider.nextKey();
}

/** Whether the exchange may go to the target once more with another key: one that is good and free, and that it has not tried. */
export function hasFreeKey(exchange: Exchange, target: Target): bool {
  return false;
}

/** What the attempt met is held against its key, or against the model at the provider; see policy/failure/table.ts. */
export function holdAgainst(exchange: Exchange, target: Target, key: ProviderKey | null, kind: Kind): void {}
