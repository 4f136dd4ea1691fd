import { headerPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { Target } from "../policy/model/target";
import { ProviderKey } from "../policy/provider/provider";
import { ToldLimits } from "../policy/provider/told-limits";
import { milliseconds } from "../vm/clock";

/** Reads what the provider says of the key in the head of its answer, before that is translated. */
export function readKeyLimits(
  exchange: Exchange,
  target: Target,
  key: ProviderKey,
  translation: Translation,
  status: i32,
): void {
  // There is no other way to go: the key is used whatever is left to it.
  if (status < 400 && exchange.onlyTarget !== null && target.provider.keys.length == 1) return;
  const now = milliseconds();
  const told = ToldLimits.of(headerPairs(MapType.ResponseHeaders), translation.spoken, now);
  exchange.race.heed(told, target, key, status, now);
}
