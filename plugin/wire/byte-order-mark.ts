import { length, Span, start } from "./span";

/**
 * How many bytes of UTF-8's byte order mark stand before a body: 3 or none. RFC 8259, section 8.1, lets a reader pass it
 * over; many providers do not.
 */
export function byteOrderMark(body: Span): i32 {
  return length(body) >= 3 && (load<u32>(start(body)) & 0xff_ff_ff) == 0xbf_bb_ef ? 3 : 0;
}
