import { setProperty } from "../abi/host";
import { Exchange } from "../live/exchange";
import { NOWHERE } from "../policy/race/attempt-plan";

/** Sends the next attempt to the pool that begins with the race's next target: the route reads it before each attempt. */
export function sendToPool(exchange: Exchange): void {
  const next = exchange.race.next;
  if (next != NOWHERE) setProperty("headgate_pool", exchange.poolOf(next));
}

/** As `sendToPool`, behind the first attempt: a model's only target has one pool. */
export function sendOn(exchange: Exchange): void {
  if (exchange.onlyTarget === null) sendToPool(exchange);
}
