import { Dialect } from "../dialect/dialect";
import { AnswerHead } from "../exchange/answer-head";
import { Failure } from "../exchange/failure";
import { Exchange } from "../live/exchange";
import { Refusal } from "../policy/limits/refusal";
import { HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Span } from "../wire/span";
import { writeComeAgain } from "./come-again";
import { writeExplanation } from "./explanation";
import { Reply } from "./reply";

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
 * The failure in place of any provider's answer. `exchange`: what the answer tells of; null if that is not
 * known here. `header`, `value`: what the head has more, such as the methods that are taken instead.
 */
export function failureReply(
  dialect: Dialect,
  failure: Failure,
  exchange: Exchange | null,
  header: string = "",
  value: string = "",
): Reply {
  headers.clear();
  if (exchange !== null) writeExplanation(exchange, headers);
  headers.setText("content-type", "application/json");
  if (header.length > 0) headers.setText(header, value);
  writeComeAgain(failure, headers);
  if (failure.status == 401) headers.setText("www-authenticate", "Bearer");
  return new Reply(dialect.status(failure.status), headers.bytes, failureBody(dialect, failure));
}

/** That a limit is reached, with what is left to the caller. */
export function limitReply(exchange: Exchange, refusal: Refusal, head: AnswerHead): Reply {
  const dialect = exchange.dialect;
  headers.clear();
  writeExplanation(exchange, headers);
  headers.setText("content-type", "application/json");
  writeComeAgain(refusal.failure, headers);
  dialect.writeHead(head, headers);
  return new Reply(dialect.status(refusal.failure.status), headers.bytes, failureBody(dialect, refusal.failure));
}
