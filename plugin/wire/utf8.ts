import { end, Span, start } from "./span";

/** Whether the bytes are UTF-8 (RFC 3629: shortest form, no surrogates, nothing above U+10FFFF). */
export function isUtf8(bytes: Span): bool {
  const stop = end(bytes);
  let at = start(bytes);
  while (at < stop) {
    if (at + 16 <= stop && i8x16.bitmask(v128.load(at)) == 0) {
      at += 16;
      continue;
    }
    const lead = load<u8>(at);
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    let size: usize = 0;
    let low: u8 = 0x80;
    let high: u8 = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
      size = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      size = 3;
      if (lead == 0xe0) low = 0xa0;
      if (lead == 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      size = 4;
      if (lead == 0xf0) low = 0x90;
      if (lead == 0xf4) high = 0x8f;
    } else {
      return false;
    }
    if (at + size > stop) return false;
    const second = load<u8>(at + 1);
    if (second < low || second > high) return false;
    for (let i: usize = 2; i < size; i++) {
      if ((load<u8>(at + i) & 0xc0) != 0x80) return false;
    }
    at += size;
  }
  return true;
}
