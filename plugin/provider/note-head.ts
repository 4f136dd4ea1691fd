import { headerPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { Conversation } from "../live/conversation";
import { Exchange } from "../live/exchange";
import { Kind } from "../policy/failure/table";
import { Target } from "../policy/model/target";
import { upstreamName } from "../policy/model/upstream-name";
import { bounded } from "../policy/provider/hold-until";
import { ProviderKey } from "../policy/provider/provider";
import { ToldLimits } from "../policy/provider/told-limits";
import { milliseconds } from "../vm/clock";
import { coolDowns } from "../vm/health";

/**
 * Takes note of what the provider says of the key in the head of its answer, before that is translated. A good answer
 * after which nothing is left of a limit cools the key down before it fails, where there is another way to go.
 */
export function noteHead(
  exchange: Exchange,
  target: Target,
  key: ProviderKey,
  conversation: Conversation,
  status: i32,
): void {
  const isGood = status < 400;
  if (isGood && exchange.onlyTarget !== null && target.provider.keys.length == 1) return;
  const now = milliseconds();
  const told = new ToldLimits(headerPairs(MapType.ResponseHeaders), conversation.spoken, now);
  if (told.share >= 0) key.use.told(told.share, told.shareUntil);
  if (!isGood) {
    const known = exchange.race.tries.last(target, key);
    const tried = known === null ? exchange.race.tries.add(target, key) : known;
    tried.status = status;
    tried.until = told.until;
  } else if (told.until > now) {
    const provider = target.provider.name;
    const model = upstreamName(target, exchange.facts.model);
    coolDowns.hold(provider, key.name, key.id, model, Kind.RateLimit, false, bounded(told.until, now), now);
  }
}
