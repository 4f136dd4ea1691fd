import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { is, Span } from "../../wire/span";
import { decode } from "../decode";

/** https://docs.claude.com/en/api/errors, both ways. */
function errorType(status: i32): string {
  switch (status) {
    case 401:
      return "authentication_error";
    case 402:
      return "billing_error";
    case 403:
      return "permission_error";
    case 404:
      return "not_found_error";
    case 413:
      return "request_too_large";
    case 429:
      return "rate_limit_error";
    case 504:
      return "timeout_error";
    case 503:
    case 529:
      return "overloaded_error";
    default:
      return status < 500 ? "invalid_request_error" : "api_error";
  }
}

/** The status behind an error event, which has none of its own. */
export function errorStatus(type: Span): i32 {
  if (is(type, "overloaded_error")) return 529;
  if (is(type, "rate_limit_error")) return 429;
  if (is(type, "invalid_request_error")) return 400;
  if (is(type, "authentication_error")) return 401;
  if (is(type, "billing_error")) return 402;
  if (is(type, "permission_error")) return 403;
  if (is(type, "not_found_error")) return 404;
  if (is(type, "request_too_large")) return 413;
  if (is(type, "timeout_error")) return 504;
  return 502;
}

export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "error");
  json.key("error");
  json.object();
  json.asciiMember("type", errorType(failure.status));
  json.key("message");
  json.text(failure.message);
  json.endObject();
  json.endObject();
}

export function readError(tape: Tape): string | null {
  const message = tape.find(tape.find(tape.root, "error"), "message");
  return tape.isString(message) ? decode(tape.bytes(message)) : null;
}
