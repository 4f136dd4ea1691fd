import { Failure } from "../../exchange/failure";
import { Tape } from "../../wire/json-tape";
import { ABSENT, Span } from "../../wire/span";
import { decode } from "../decode";
import { errorDocument, unfold } from "../nested-error";
import { retryDelay } from "../retry-delay";
import { errorStatus } from "./error-status";
import { filledText } from "./filled-text";

/**
 * A provider's error document, or a response that failed; null if it is neither. OpenAI's is `{"error": {"message",
 * "type", "param", "code"}}`. Compatible servers also answer `{"error": "…"}` (llama.cpp, Groq's edge), the inner
 * object alone (vLLM, Mistral), the whole in a list (Gemini), and `{"detail": …}` (those made with FastAPI).
 * `status`: below 400 where the error came under a success.
 */
export function readError(tape: Tape, status: i32): Failure | null {
  const document = errorDocument(tape);
  const error = tape.find(document, "error");
  if (tape.isString(error)) {
    const said = status < 400 ? errorStatus(tape, document) : status;
    return unfold(new Failure(said, decode(tape.bytes(error)), "", word(tape, document, "code")));
  }
  const object = tape.isObject(error) ? error : document;
  const isError = tape.isObject(error) || message(tape, object) != ABSENT;
  return isError ? readErrorObject(tape, object, status) : null;
}

/** An object with a message, and perhaps a code and a param; the code alone says what happened as well. */
export function readErrorObject(tape: Tape, error: i32, status: i32): Failure {
  const said = message(tape, error);
  const failure = new Failure(
    status < 400 ? errorStatus(tape, error) : status,
    said != ABSENT ? decode(said) : "the provider reported an error without a message",
    word(tape, error, "param"),
    word(tape, error, "code"),
    retryDelay(tape, error),
  );
  return unfold(failure);
}

/** FastAPI's `detail` is a text, or a list of what is wrong with the request: https://fastapi.tiangolo.com/tutorial/handling-errors/ */
function message(tape: Tape, object: i32): Span {
  const said = filledText(tape, object, "message");
  const detail = tape.find(object, "detail");
  if (said != ABSENT || tape.isNull(detail)) return said;
  return tape.isArray(detail) ? filledText(tape, tape.first(detail), "msg") : filledText(tape, object, "detail");
}

/** A number in place of the code repeats the status. */
function word(tape: Tape, object: i32, name: string): string {
  const text = filledText(tape, object, name);
  return text == ABSENT ? "" : decode(text);
}
