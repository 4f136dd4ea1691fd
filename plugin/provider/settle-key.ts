import { Exchange } from "../live/exchange";
import { Charge } from "../policy/limits/price";
import { Target } from "../policy/model/target";
import { milliseconds } from "../vm/clock";

/** The attempt is over: charges the limits of the key that it presented. */
export function settleKey(exchange: Exchange, target: Target, charge: Charge): void {
  const tried = exchange.race.tries.takeUnsettled(target);
  if (tried === null) return;
  const now = milliseconds();
  tried.key.use.take(charge.tokens, now);
  const reservation = tried.reservation;
  if (reservation === null) return;
  reservation.charge(charge, target.price);
  reservation.release(now);
}
