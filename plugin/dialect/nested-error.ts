import { Failure } from "../exchange/failure";
import { NOTHING, Tape } from "../wire/json-tape";
import { PADDING, span } from "../wire/span";
import { decode } from "./decode";
import { retryDelay } from "./retry-delay";

/** Proxies before proxies: more of them are not looked through. */
const MOST_LEVELS: i32 = 3;

const tape = new Tape();

/**
 * What stands in a message that is itself the whole JSON of an error, as proxies hand on what they got: its words take the
 * place of the message. Only a whole one counts: further in, a message may quote what a caller has sent.
 */
export function unfold(failure: Failure): Failure {
  for (let level = 0; level < MOST_LEVELS && isJson(failure.message); level++) if (!unfoldOnce(failure)) break;
  return failure;
}

function isJson(message: string): bool {
  const text = message.trimStart();
  return text.startsWith("{") || text.startsWith("[");
}

function unfoldOnce(failure: Failure): bool {
  const bytes = String.UTF8.encode(failure.message + " ".repeat(<i32>PADDING));
  const size = bytes.byteLength - <i32>PADDING;
  if (!tape.scan(span(changetype<usize>(bytes), size))) return false;
  const document = errorDocument(tape);
  const error = tape.find(document, "error");
  const object = tape.isObject(error) ? error : document;
  const message = tape.isString(error) ? error : tape.find(object, "message");
  if (!tape.isString(message)) return false;
  failure.message = decode(tape.bytes(message));
  const code = tape.find(object, "code");
  if (failure.code.length == 0 && tape.isString(code)) failure.code = decode(tape.bytes(code));
  if (failure.retryAfter.length == 0) failure.retryAfter = retryDelay(tape, object);
  return true;
}

/** The document of an error, which some servers put into a list; NOTHING: there is none. */
export function errorDocument(tape: Tape): i32 {
  const document = tape.isArray(tape.root) ? tape.first(tape.root) : tape.root;
  return tape.isObject(document) ? document : NOTHING;
}
