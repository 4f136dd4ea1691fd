import { sendLocalResponse } from "../abi/host";
import { Dialect } from "../dialect/dialect";
import { Failure } from "../exchange/failure";
import { HeaderWriter } from "../wire/header-list";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Span } from "../wire/span";

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

/** Answers at once, in place of any provider. `allow`: the methods to name with a 405. */
export function replyFailure(dialect: Dialect, failure: Failure, allow: string = ""): void {
  headers.clear();
  headers.setText("content-type", "application/json");
  if (allow.length > 0) headers.setText("allow", allow);
  if (failure.status == 401) headers.setText("www-authenticate", "Bearer");
  sendLocalResponse(dialect.status(failure.status), headers.bytes, failureBody(dialect, failure));
}

export function replyModels(dialect: Dialect, names: Array<Span>): void {
  out.clear();
  json.restart();
  dialect.writeModels(names, json);
  headers.clear();
  headers.setText("content-type", "application/json");
  sendLocalResponse(200, headers.bytes, out.bytes);
}
