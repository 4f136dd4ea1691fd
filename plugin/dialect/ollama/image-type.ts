import { Output } from "../../wire/output";
import { ABSENT, end, from, is, Span, span, start, startsWith } from "../../wire/span";

class MediaType {
  private text: ArrayBuffer;

  constructor(name: string) {
    this.text = String.UTF8.encode(name);
  }

  get bytes(): Span {
    return span(changetype<usize>(this.text), this.text.byteLength);
  }
}

const PNG = new MediaType("image/png");
const JPEG = new MediaType("image/jpeg");
const GIF = new MediaType("image/gif");
const WEBP = new MediaType("image/webp");

/** The longest signature is WebP's: the 12 bytes `RIFF`, a size, `WEBP`. */
const CHARACTERS: i32 = 16;

const beginning = new Output();

/**
 * Ollama's images come without their type, which other dialects demand: it is read from the file's
 * first bytes, as they look in base64. ABSENT: none of the four that all providers take.
 * https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
export function imageType(base64: Span): Span {
  beginning.clear();
  // Some encoders write `/` as `\/`.
  for (let at = start(base64); at < end(base64) && beginning.size < CHARACTERS; at++) {
    if (load<u8>(at) != 0x5c) beginning.byte(load<u8>(at));
  }
  const bytes = beginning.bytes;
  if (startsWith(bytes, "iVBORw0KGgo")) return PNG.bytes;
  if (startsWith(bytes, "/9j/")) return JPEG.bytes;
  if (startsWith(bytes, "R0lGOD")) return GIF.bytes;
  if (startsWith(bytes, "UklGR") && beginning.size == CHARACTERS && is(from(bytes, 11), "XRUJQ")) return WEBP.bytes;
  return ABSENT;
}
