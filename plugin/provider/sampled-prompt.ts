import { Prompt } from "../exchange/prompt";
import { Exchange } from "../live/exchange";
import { ABSENT, length } from "../wire/span";

/** A longer request is not read again for one answer. */
const MOST_REQUEST: i32 = 64 * 1024;

/**
 * What was asked, as the provider got it (after a rule's `redact`), until the next call; null: the request is too
 * long, or has left with its caller.
 */
export function promptOf(exchange: Exchange): Prompt | null {
  const body = exchange.raw.body;
  return body == ABSENT || length(body) > MOST_REQUEST ? null : exchange.request.prompt;
}
