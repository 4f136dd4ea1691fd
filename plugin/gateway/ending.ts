import { StreamContext } from "../abi/context";
import { property } from "../abi/host";
import { HeadersStatus } from "../abi/types";
import { Exchange } from "../live/exchange";
import { findExchange } from "../live/exchanges";

/**
 * The third place of the filter, between the gateway filter and Envoy's router: it makes a last word
 * possible after a provider's connection broke in mid-stream, when Envoy's router only resets.
 *
 * The attempt's `onDone` comes before that reset. There the provider filter continues *this* stream's
 * response, which makes Envoy call the next filter, the gateway's, with an empty body to fill. Envoy
 * does so only if it has a response buffer, and it makes one when a filter holds the head until the
 * first bytes: that is all this filter does. Seen on Envoy 1.40.0; test/envoy holds it there.
 */
export class EndingStream extends StreamContext {
  private exchange: Exchange | null = null;

  constructor(private id: u32) {
    super();
  }

  onRequestHeaders(endOfStream: bool): HeadersStatus {
    const exchange = findExchange(property("headgate_exchange"));
    this.exchange = exchange;
    if (exchange !== null) exchange.lastWord.stream = this.id;
    return HeadersStatus.Continue;
  }

  onResponseHeaders(endOfStream: bool): HeadersStatus {
    const holds = this.exchange !== null && !endOfStream;
    return holds ? HeadersStatus.StopIteration : HeadersStatus.Continue;
  }
}
