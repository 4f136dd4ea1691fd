import { CODINGS, MOST_INFLATED } from "../exchange/coding";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { failureReply } from "../reply/error-body";
import { HeaderReader, HeaderWriter } from "../wire/header-list";
import { wholeNumber } from "../wire/json-number";
import { endsWith, length, Span, startsWith, text } from "../wire/span";
import { answer, GO_ON, Outcome } from "./outcome";
import { RequestHead } from "./request-head";

/** No pairs. */
export const NO_HEADERS: Span = new HeaderWriter().bytes;

/** An error does not repeat a longer one. */
const MOST_TOLD: i32 = 64;

/** Refuses a body that is still coded: Envoy does not know how, or in what order. RFC 9110, section 15.5.16. */
export function refuseCoding(exchange: Exchange, head: RequestHead): Outcome {
  if (head.coding == 0) return GO_ON;
  const named = length(head.coding) <= MOST_TOLD ? "'" + text(head.coding) + "'" : "of that name";
  const message = "content-encoding: " + named + " is not taken: send the body as it is, or in one of " + TAKEN;
  return answer(failureReply(exchange.dialect, new Failure(415, message), exchange, "accept-encoding", TAKEN));
}

const TAKEN: string = CODINGS.join(", ");

/** How many bytes Envoy's decompressor says it got; 0: there was none. `trailers`: of the request. */
export function codedSize(trailers: Span): i64 {
  const pairs = new HeaderReader(trailers);
  while (pairs.next()) {
    const tells = startsWith(pairs.name, "x-envoy-decompressor-") && endsWith(pairs.name, "-compressed-bytes");
    if (tells && !endsWith(pairs.name, "-uncompressed-bytes")) return wholeNumber(pairs.value);
  }
  return 0;
}

/**
 * Why a body that is no JSON is none, if Envoy took a coding off it. Envoy stops where a piece of it becomes too large, and
 * where it is damaged, and does not say which of them it was: `size` tells, of what has come of it.
 */
export function unreadable(codedSize: i64, size: i32): Failure {
  const isLarge = size >= LARGE || <i64>size > codedSize * (MOST_INFLATED / 5);
  return new Failure(isLarge ? 413 : 400, UNREADABLE);
}

const UNREADABLE: string =
  "the request body is no JSON without its content-encoding: it is in another one, is damaged, or a part of it becomes more than " +
  MOST_INFLATED.toString() +
  " times as large as it was sent";

/** What is whole of a body that was damaged is seldom so long. */
const LARGE: i32 = 1024 * 1024;
