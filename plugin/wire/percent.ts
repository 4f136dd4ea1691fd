import { Output } from "./output";
import { end, Span, start } from "./span";

/** Writes the text behind percent-encoding (RFC 3986, section 2.1); what is no encoding stays as it is. */
export function percentDecode(bytes: Span, out: Output): void {
  const stop = end(bytes);
  let at = start(bytes);
  while (at < stop) {
    const byte = load<u8>(at);
    const high = byte == 0x25 && at + 2 < stop ? digit(load<u8>(at + 1)) : -1;
    const low = high >= 0 ? digit(load<u8>(at + 2)) : -1;
    out.byte(low >= 0 ? <u8>((high << 4) | low) : byte);
    at += low >= 0 ? 3 : 1;
  }
}

function digit(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}
