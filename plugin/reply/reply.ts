import { sendLocalResponse } from "../abi/host";
import { Dialect } from "../dialect/dialect";
import { AnswerHead } from "../exchange/answer-head";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Refusal } from "../policy/limits/refusal";
import { HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Span } from "../wire/span";
import { writeExplanation } from "./explain";

const out = new Output();
const json = new JsonWriter(out);
const headers = new HeaderWriter();

/** The failure as a body in that dialect; valid until the next call of this file. */
export function failureBody(dialect: Dialect, failure: Failure): Span {
  out.clear();
  json.restart();
  dialect.writeFailure(failure, json);
  return out.bytes;
}

/**
 * Answers at once, in place of any provider. `allow`: the methods to name with a 405. `exchange`: what the
 * answer tells of; null if that is not known here.
 */
export function replyFailure(dialect: Dialect, failure: Failure, exchange: Exchange | null, allow: string = ""): void {
  headers.clear();
  if (exchange !== null) writeExplanation(exchange, headers);
  headers.setText("content-type", "application/json");
  if (allow.length > 0) headers.setText("allow", allow);
  if (failure.retryAfter.length > 0) headers.setText("retry-after", failure.retryAfter);
  if (failure.status == 401) headers.setText("www-authenticate", "Bearer");
  sendLocalResponse(dialect.status(failure.status), headers.bytes, failureBody(dialect, failure));
}

/** Answers at once that a limit is reached, with what is left to the caller. */
export function replyRefusal(exchange: Exchange, refusal: Refusal, head: AnswerHead): void {
  const dialect = exchange.dialect;
  headers.clear();
  writeExplanation(exchange, headers);
  headers.setText("content-type", "application/json");
  if (refusal.retryAfter > 0) headers.setText("retry-after", refusal.retryAfter.toString());
  dialect.writeHead(head, headers);
  sendLocalResponse(dialect.status(refusal.failure.status), headers.bytes, failureBody(dialect, refusal.failure));
}

/** Where a document that the gateway answers with is written; empty again with each call. */
export function newDocument(): JsonWriter {
  out.clear();
  json.restart();
  return json;
}

/** Answers at once with what `newDocument` was written. `approximated`: what in it is not exact; empty: all is. */
export function replyDocument(approximated: string = ""): void {
  headers.clear();
  headers.setText("content-type", "application/json");
  if (approximated.length > 0) headers.setText("x-headgate-approximated", approximated);
  sendLocalResponse(200, headers.bytes, out.bytes);
}

/** Answers at once with a line of text. */
export function replyText(text: string): void {
  out.clear();
  out.ascii(text);
  headers.clear();
  headers.setText("content-type", "text/plain; charset=utf-8");
  sendLocalResponse(200, headers.bytes, out.bytes);
}
