import { setHeaderPairs } from "../abi/host";
import { MapType } from "../abi/types";
import { AnswerHead } from "../exchange/answer-head";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { milliseconds } from "../vm/clock";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { Output } from "../wire/output";
import { is, Span, startsWith } from "../wire/span";
import { isOutdone, writeComeAgain } from "./come-again";
import { writeExplanation } from "./explanation";

const writer = new HeaderWriter();
const digits = new Output();

/** `pairs`: a response's head, serialised. */
export function statusOf(pairs: Span): i32 {
  const head = new HeaderReader(pairs);
  while (head.next()) if (is(head.name, ":status")) return <i32>wholeNumber(head.value);
  return 0;
}

/**
 * Writes the head that the caller gets in place of `pairs`, once: with what the gateway says of the answer, and with the
 * caller's own limits in place of those that the provider has for the gateway's key. `status`: of that head; `failure`: what
 * takes the answer's place, null: the answer stands.
 */
export function writeHead(exchange: Exchange, pairs: Span, status: i32, failure: Failure | null): void {
  const remainder = status < 400 ? exchange.claim.remainder : null;
  const said: Failure | null = failure !== null || status < 400 ? failure : exchange.race.said;
  writer.clear();
  if (failure !== null) writeFailure(exchange, failure);
  if (said !== null) writeComeAgain(said, writer);
  const provider = new HeaderReader(pairs);
  while (provider.next()) {
    const name = provider.name;
    // Headers of that family that the provider sent are not the gateway's word.
    if (startsWith(name, "x-headgate-")) continue;
    if (remainder !== null && exchange.dialect.isRateLimit(name)) continue;
    if (failure !== null && isOfBody(name)) continue;
    if (said !== null && isOutdone(name, said, failure === null)) continue;
    writer.add(name, provider.value);
  }
  writeExplanation(exchange, writer);
  if (remainder !== null) {
    const head = new AnswerHead(milliseconds());
    remainder.tell(head);
    exchange.dialect.writeHead(head, writer);
  }
  setHeaderPairs(MapType.ResponseHeaders, writer.bytes);
}

function writeFailure(exchange: Exchange, failure: Failure): void {
  digits.clear();
  digits.decimal(exchange.dialect.status(failure.status));
  writer.set(":status", digits.bytes);
  writer.setText("content-type", "application/json");
}

/** What another body makes untrue. */
function isOfBody(name: Span): bool {
  return is(name, ":status") || is(name, "content-type") || is(name, "content-length") || is(name, "content-encoding");
}
