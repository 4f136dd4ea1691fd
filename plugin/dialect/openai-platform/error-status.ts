import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { is, Span, startsWith } from "../../wire/span";

/** Behind a status of 200 an error's code or type tells what happened: as a number, or by one of OpenAI's names. */
export function errorStatus(tape: Tape, error: i32): i32 {
  const code = tape.find(error, "code");
  if (tape.isNumber(code)) {
    const number = wholeNumber(tape.bytes(code));
    if (number >= 400 && number < 600) return <i32>number;
  }
  const byCode = statusOf(tape.text(code));
  return byCode != UNKNOWN ? byCode : statusOf(tape.text(tape.find(error, "type")));
}

/** The provider is at fault, and another may do better. */
const UNKNOWN: i32 = 502;

/** https://platform.openai.com/docs/guides/error-codes */
function statusOf(name: Span): i32 {
  if (is(name, "rate_limit_exceeded") || is(name, "rate_limit_error") || is(name, "insufficient_quota")) return 429;
  if (is(name, "invalid_api_key") || is(name, "authentication_error")) return 401;
  if (is(name, "permission_denied") || is(name, "permission_error")) return 403;
  if (is(name, "model_not_found") || is(name, "not_found_error")) return 404;
  return isOfRequest(name) ? 400 : UNKNOWN;
}

/** What a response's `error.code` may be where the request is at fault: the prompt, an image, the policy. */
function isOfRequest(name: Span): bool {
  return (
    startsWith(name, "invalid_") ||
    startsWith(name, "image_") ||
    startsWith(name, "unsupported_") ||
    is(name, "context_length_exceeded") ||
    is(name, "content_filter") ||
    is(name, "bio_policy") ||
    is(name, "data_residency_mismatch") ||
    is(name, "empty_image_file") ||
    is(name, "failed_to_download_image")
  );
}
