import { end, length, Span, span, start } from "./span";

/** The first `most` bytes of UTF-8 text, or a few less: without a part of a character at the end. */
export function beginning(text: Span, most: i32): Span {
  if (length(text) <= most) return text;
  let stop = start(text) + most;
  while (stop > start(text) && stop < end(text) && (load<u8>(stop) & 0xc0) == 0x80) stop -= 1;
  return span(start(text), <i32>(stop - start(text)));
}
