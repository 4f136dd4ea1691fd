import { Failure } from "../../exchange/failure";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, Span } from "../../wire/span";
import { decode } from "../decode";
import { errorStatus } from "../openai-platform/error-status";
import { filledText } from "../openai-platform/filled-text";
import { isSet } from "../refuse";

/**
 * A provider's error document; null if it is none. OpenAI's is `{"error": {"message", "type", "param",
 * "code"}}`. Compatible servers also answer `{"error": "…"}` (llama.cpp, Groq's edge), the inner object
 * alone (vLLM, Mistral), the whole in a list (Gemini), and `{"detail": …}` (those made with FastAPI).
 */
export function readError(tape: Tape, status: i32): Failure | null {
  const document = tape.isArray(tape.root) ? tape.first(tape.root) : tape.root;
  const error = tape.find(document, "error");
  if (tape.isString(error)) return new Failure(status, decode(tape.bytes(error)), "", word(tape, document, "code"));
  const object = tape.isObject(error) ? error : document;
  let message = filledText(tape, object, "message");
  if (message == ABSENT) message = detail(tape, tape.find(object, "detail"));
  if (message != ABSENT)
    return new Failure(status, decode(message), word(tape, object, "param"), word(tape, object, "code"));
  return tape.isObject(error) ? new Failure(status, "the provider reported an error without a message") : null;
}

/** FastAPI: a text, or a list of what is wrong with the request. https://fastapi.tiangolo.com/tutorial/handling-errors/ */
function detail(tape: Tape, value: i32): Span {
  if (tape.isString(value)) return tape.bytes(value);
  return tape.isArray(value) ? filledText(tape, tape.first(value), "msg") : ABSENT;
}

/** A number in place of the code repeats the status. */
function word(tape: Tape, object: i32, name: string): string {
  const text = filledText(tape, object, name);
  return text == ABSENT ? "" : decode(text);
}

/** An error in place of an event; null if the event is none. */
export function readErrorEvent(tape: Tape): Failure | null {
  const error = tape.find(tape.root, "error");
  if (isSet(tape, error)) {
    const failure = readError(tape, errorStatus(tape, tape.isObject(error) ? error : tape.root));
    return failure !== null ? failure : new Failure(502, "the provider reported an error");
  }
  const isChunk = tape.find(tape.root, "choices") != NOTHING;
  return isChunk ? null : readError(tape, errorStatus(tape, tape.root));
}
