import { continueRequest, speakFor } from "../abi/other-stream";
import { Exchange } from "../live/exchange";
import { cachedReply } from "./cached-answer";

/**
 * Misses of this worker that are at a provider, each with the requests that ask the same meanwhile: these are held
 * until the first has its end, whatever that is.
 */
const flights = new Map<u64, Array<Exchange>>();

/** By eight bytes of the key. Two that met there would wait for nothing, and get nothing of each other's. */
function flightOf(exchange: Exchange): u64 {
  const caching = exchange.caching;
  return caching === null ? 0 : load<u64>(changetype<usize>(caching.key));
}

/** Whether the exchange has to wait for another's answer; if not, others with the same question wait for its. */
export function waits(exchange: Exchange): bool {
  const caching = exchange.caching;
  if (caching === null || !caching.reads) return false;
  const flight = flightOf(exchange);
  if (flights.has(flight)) {
    flights.get(flight).push(exchange);
    return true;
  }
  flights.set(flight, []);
  caching.leads = true;
  return false;
}

/**
 * The exchange has its answer, or its end: who waited for it is answered from the cache, or goes upstream. Only
 * from `onDone`: Envoy takes a local response to another stream for the end of the callback's own. `self`: the
 * stream that is called.
 */
export function land(exchange: Exchange, self: u32): void {
  const caching = exchange.caching;
  if (caching === null || !caching.leads) return;
  caching.leads = false;
  const flight = flightOf(exchange);
  if (!flights.has(flight)) return;
  const waiting = flights.get(flight);
  flights.delete(flight);
  for (let i = 0; i < waiting.length; i++) {
    const other = waiting[i];
    if (other.race.closed || !speakFor(other.stamp.number)) continue;
    const reply = cachedReply(other);
    if (reply === null) continueRequest();
    else reply.send();
  }
  if (waiting.length > 0) speakFor(self);
}
