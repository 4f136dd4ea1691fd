import { unescape } from "./json-string";
import { Tape } from "./json-tape";
import { Output } from "./output";
import { ABSENT, Span } from "./span";

const decoded = new Output();
const tape = new Tape();

/** The raw string `text`, decoded, if it holds a JSON object, else ABSENT; valid until the next call. */
export function objectInText(text: Span): Span {
  decoded.clear();
  unescape(text, decoded);
  return tape.scan(decoded.bytes) && tape.isObject(tape.root) ? decoded.bytes : ABSENT;
}
