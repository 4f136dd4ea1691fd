import { unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { Span, text } from "../wire/span";

const scratch = new Output();

/** A raw JSON string as text, for messages. */
export function decode(raw: Span): string {
  scratch.clear();
  unescape(raw, scratch);
  return text(scratch.bytes);
}
