import type { Answer } from "../envoy/ask.ts";
import type { ExchangeResult } from "../host/index.ts";

/** What the client of the Node host got, as the client of a real Envoy tells it. */
export function answerOf({ status = 0, rawHeaders, body, reset }: ExchangeResult): Answer {
  return {
    status,
    headers: new Headers(rawHeaders.map(([name, value]) => [name, value])),
    text: body,
    brokeOff: reset,
  };
}
