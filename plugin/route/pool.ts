import { setProperty } from "../abi/host";
import { Exchange } from "../live/exchange";

/** Sends the next attempt to the pool that begins with that target: the route reads it before each attempt. */
export function headFor(exchange: Exchange, index: i32): void {
  exchange.plan.headFor(index);
  setProperty("headgate_pool", exchange.poolOf(index));
}
