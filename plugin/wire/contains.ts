import { end, Span, span, start, startsWith } from "./span";

/** Whether the ASCII text, of two letters or more, stands in the bytes; 16 places at a time, by its first two letters. */
export function contains(bytes: Span, text: string): bool {
  const stop = end(bytes);
  const first = i8x16.splat(<i8>text.charCodeAt(0));
  const second = i8x16.splat(<i8>text.charCodeAt(1));
  for (let at = start(bytes); at < stop; at += 16) {
    const found = v128.and(i8x16.eq(v128.load(at), first), i8x16.eq(v128.load(at, 1), second));
    for (let places = i8x16.bitmask(found); places != 0; places &= places - 1) {
      const place = at + ctz(places);
      if (place < stop && startsWith(span(place, <i32>(stop - place)), text)) return true;
    }
  }
  return false;
}
