import { setTextHeader } from "../abi/host";
import { MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Blame, FAILURES, Kind } from "../policy/failure/table";
import { Target } from "../policy/model/target";
import { ProviderKey } from "../policy/provider/provider";
import { NOWHERE } from "../policy/race/attempt-plan";
import { headFor } from "./pool";

/**
 * Says to Envoy what follows from an answer that is none, on its held head: whether another attempt is made, and where,
 * and whether it counts against the host. The route and the pools read these headers (envoy/route.ts,
 * envoy/pool-cluster.ts); no client sees them, as none that begin with `x-headgate-` of an answer. `hasOtherKey`: the
 * target may be asked once more with another key.
 */
export function steer(
  exchange: Exchange,
  target: Target,
  key: ProviderKey | null,
  kind: Kind,
  hasOtherKey: bool,
): void {
  const row = FAILURES[kind];
  const next = exchange.plan.after(target, row.retry, hasOtherKey);
  if (next != NOWHERE && exchange.onlyTarget === null) headFor(exchange, next);
  if (next != NOWHERE && !exchange.heldBack) setTextHeader(MapType.ResponseHeaders, "x-headgate-retry", row.name);
  const isHosts = row.blame == Blame.Host || (row.blame == Blame.Key && key === null);
  if (isHosts) setTextHeader(MapType.ResponseHeaders, "x-headgate-blame", "host");
}

/** Keeps what tells the caller most of all that the exchange met. `passes`: the answer itself says so, in the caller's dialect. */
export function tell(exchange: Exchange, kind: Kind, failure: Failure, passes: bool): void {
  const known = exchange.worst;
  if (known !== null && exchange.worstKind >= 0 && FAILURES[exchange.worstKind].tells > FAILURES[kind].tells) {
    exchange.failure = known;
    return;
  }
  exchange.worst = failure;
  exchange.worstKind = kind;
  exchange.failure = passes ? null : failure;
}
