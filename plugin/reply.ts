import { removeHeader, sendLocalResponse, setHeader } from "./abi/host";
import { MapType } from "./abi/types";
import { Dialect } from "./dialect/dialect";
import { Failure } from "./exchange/failure";
import { HeaderWriter } from "./wire/header-list";
import { JsonWriter } from "./wire/json-writer";
import { Output } from "./wire/output";
import { Span, span } from "./wire/span";

const out = new Output();
const json = new JsonWriter(out);
const headers = new HeaderWriter();
const digits = new Output();

function decimal(value: i32): Span {
  digits.clear();
  digits.decimal(value);
  return digits.bytes;
}

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

export function setStatus(status: i32): void {
  setHeader(MapType.ResponseHeaders, ":status", decimal(status));
}

/** Puts ASCII text into a response header. */
export function setResponseHeader(name: string, value: string): void {
  const bytes = String.UTF8.encode(value);
  setHeader(MapType.ResponseHeaders, name, span(changetype<usize>(bytes), bytes.byteLength));
}

/** The body's size is about to change. `size` -1: unknown, since it is a stream. */
export function setContentLength(map: MapType, size: i32): void {
  if (size < 0) removeHeader(map, "content-length");
  else setHeader(map, "content-length", decimal(size));
}
