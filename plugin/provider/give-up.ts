import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { connectionFailure, timeOut } from "../reply/envoy-failure";
import { milliseconds } from "../vm/clock";

/**
 * Whether Envoy ended an attempt without an answer because its time was over, and not because its connection broke:
 * nothing but the clock tells that to the filter. A timer counts from the beginning of the event loop's turn, and is early
 * by that. `started`: in milliseconds since 1970.
 */
export function isTimedOut(exchange: Exchange, started: i64): bool {
  const time = exchange.attemptTime;
  return time > 0 && (milliseconds() - started) * 10 >= time * 9;
}

/** What a caller is told when nothing is left to ask: the most telling of what the attempts met. */
export function giveUp(exchange: Exchange): Failure {
  const worst = exchange.worst;
  if (worst !== null) return worst;
  return exchange.timedOut ? timeOut(exchange) : connectionFailure(exchange);
}
