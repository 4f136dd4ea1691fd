import { MediaPart } from "../exchange/part";
import { length, Span, span, start, startsWith } from "../wire/span";

/**
 * Reads `data:<type>;base64,<data>` (RFC 2397) out of a raw string into the part's type and data; any
 * other URL into its `url`. Base64 holds nothing to escape but `/`, which some encoders do: that stays as it is.
 */
export function readUrl(url: Span, into: MediaPart): void {
  if (!startsWith(url, "data:")) {
    into.url = url;
    return;
  }
  const at = start(url);
  for (let i = 5; i + 8 <= length(url); i++) {
    if (load<u8>(at + i) == 0x2c) break;
    if (!startsWith(span(at + i, length(url) - i), ";base64,")) continue;
    into.mediaType = span(at + 5, i - 5);
    into.data = span(at + i + 8, length(url) - i - 8);
    return;
  }
  into.url = url;
}
