import { Failure } from "../../exchange/failure";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span } from "../../wire/span";
import { decode } from "../decode";
import { errorDocument, unfold } from "../nested-error";
import { retryDelay } from "../retry-delay";

/** https://platform.claude.com/docs/en/api/errors, both ways. */
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
    case 409:
      return "conflict_error";
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

/** The tool runners of Anthropic's libraries ask for a thread unasked, and go on without one where they are told so in this code. */
export const THREAD_UNSUPPORTED: string = "thread_unsupported_request";

/** The status behind an error event, which has none of its own. */
export function errorStatus(type: Span): i32 {
  if (is(type, "overloaded_error")) return 529;
  if (is(type, "rate_limit_error")) return 429;
  if (is(type, "invalid_request_error")) return 400;
  if (is(type, "authentication_error")) return 401;
  if (is(type, "billing_error")) return 402;
  if (is(type, "permission_error")) return 403;
  if (is(type, "not_found_error")) return 404;
  if (is(type, "conflict_error")) return 409;
  if (is(type, "request_too_large")) return 413;
  if (is(type, "timeout_error")) return 504;
  return 502;
}

/** A word of Anthropic's, and not of a provider of another dialect. */
function isOwnCode(code: string): bool {
  return code.startsWith("thread_") || code == "tool_name_conflict";
}

/** Without `request_id`: it goes into the response's head. Libraries act by `details.error_code`. */
export function writeFailure(failure: Failure, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "error");
  json.key("error");
  json.object();
  json.asciiMember("type", errorType(failure.status));
  json.key("message");
  json.text(failure.message);
  if (isOwnCode(failure.code)) {
    json.key("details");
    json.object();
    json.key("error_code");
    json.text(failure.code);
    json.endObject();
  }
  json.endObject();
  json.endObject();
}

/** Anthropic's `{"error": {"message": …}}`; compatible servers also write `{"error": "…"}`, `{"message": …}`, `{"detail": …}`. */
export function readError(tape: Tape, status: i32): Failure | null {
  const document = errorDocument(tape);
  const error = tape.find(document, "error");
  const message = messageIn(tape, document, error);
  if (message == NOTHING) return null;
  const text = decode(tape.bytes(message));
  const code = tape.text(tape.find(tape.find(error, "details"), "error_code"));
  const failure = new Failure(status, text, "", code != ABSENT ? decode(code) : "", retryDelay(tape, error));
  unfold(failure);
  if (failure.code.length > 0) return failure;
  failure.code = refusesThread(failure) ? THREAD_UNSUPPORTED : codeOf(failure.message);
  failure.saysMore = failure.code == THREAD_UNSUPPORTED;
  return failure;
}

function messageIn(tape: Tape, document: i32, error: i32): i32 {
  if (tape.isString(error)) return error;
  let message = tape.find(error, "message");
  if (!tape.isString(message)) message = tape.find(document, "message");
  if (!tape.isString(message)) message = tape.find(document, "detail");
  return tape.isString(message) ? message : NOTHING;
}

/** Of compatible servers, by their words for a field that they do not know. */
function refusesThread(failure: Failure): bool {
  if (failure.status != 400 && failure.status != 422) return false;
  const message = failure.message;
  const isNamed = message.includes("'thread'") || message.includes('"thread"') || message.includes("`thread`");
  return isNamed || message.startsWith("thread: ") || message.startsWith("body.thread: ");
}

/** Anthropic says only in words that a prompt does not fit; clients know it by this code. */
function codeOf(message: string): string {
  const isTooLong = message.includes("prompt is too long") || message.includes("exceed context limit");
  return isTooLong ? "context_length_exceeded" : "";
}
