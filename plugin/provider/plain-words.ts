import { beginning } from "../wire/beginning";
import { byteOrderMark } from "../wire/byte-order-mark";
import { contains } from "../wire/contains";
import { end, Span, start, text } from "../wire/span";
import { isUtf8 } from "../wire/utf8";

/** Of an error that is no JSON document that is known: enough to see what it is. */
const MOST: i32 = 500;

/** Whether the document is a page of HTML or XML, by its type or its first character. `type`: ABSENT if it has none. */
export function isPage(document: Span, type: Span): bool {
  if (contains(type, "html") || contains(type, "xml")) return true;
  let at = start(document) + byteOrderMark(document);
  const stop = end(document);
  while (at < stop && load<u8>(at) <= 0x20) at++;
  return at < stop && load<u8>(at) == 0x3c;
}

/** The beginning of a text, or of an odd document; empty for what is no text, and for nothing. */
export function plainWords(document: Span): string {
  const shown = beginning(document, MOST);
  for (let here = start(shown); here < end(shown); here++) {
    const byte = load<u8>(here);
    if (byte < 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return "";
  }
  return isUtf8(shown) ? text(shown).trim() : "";
}
