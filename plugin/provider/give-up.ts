import { property } from "../abi/host";
import { Failure } from "../exchange/failure";
import { Exchange } from "../exchange/live/exchange";
import { connectionFailure, timeOut } from "../gateway/envoy-failure";
import { length, start } from "../wire/span";

/** Envoy's response flag UT: the attempt's time was over. */
const TIMED_OUT: u64 = 0x4;

/** Whether Envoy ended the attempt that is called because its time was over. */
export function isTimedOut(): bool {
  const flags = property("response\0flags");
  return length(flags) == 8 && (load<u64>(start(flags)) & TIMED_OUT) != 0;
}

/** What a caller is told when nothing is left to ask: the most telling of what the attempts met. */
export function giveUp(exchange: Exchange): Failure {
  const worst = exchange.worst;
  if (worst !== null) return worst;
  return exchange.timedOut ? timeOut(exchange) : connectionFailure(exchange);
}
