import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { Target } from "../policy/model/target";
import { ProviderKey } from "../policy/provider/provider";
import { ToldLimits } from "../policy/provider/told-limits";
import { milliseconds } from "../vm/clock";
import { HeldHead } from "./held-head";

/** Reads what the provider says of the key in the head of its answer, before that is translated. */
export function readKeyLimits(
  exchange: Exchange,
  target: Target,
  key: ProviderKey,
  translation: Translation,
  head: HeldHead,
): void {
  // There is no other way to go: the key is used whatever is left to it.
  if (head.status < 400 && exchange.onlyTarget !== null && target.provider.keys.length == 1) return;
  const now = milliseconds();
  const told = ToldLimits.of(head.pairs, translation.spoken, now);
  exchange.race.heed(told, target, key, head.status, now);
}
