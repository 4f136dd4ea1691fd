import { cachedReply } from "../cache/cached-answer";
import { Exchange } from "../live/exchange";
import { cachingOf } from "../policy/cache/caching";
import { ABSENT, Span } from "../wire/span";
import { answer, GO_ON, Outcome } from "./outcome";

/** Answers from the response cache, if that has the answer. */
export function askCache(exchange: Exchange): Outcome {
  const key = exchange.key;
  const tenant: Span = key === null ? ABSENT : key.tenant;
  exchange.caching = cachingOf(
    exchange.policy,
    exchange.admission,
    exchange.endpoint,
    tenant,
    exchange.raw.headers,
    exchange.raw.query,
    exchange.request,
  );
  const reply = cachedReply(exchange);
  return reply === null ? GO_ON : answer(reply);
}
