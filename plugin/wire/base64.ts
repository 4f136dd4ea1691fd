/** Base64 of RFC 4648, section 4: with padding, without line breaks. */
import { Output } from "./output";
import { end, length, Span, start } from "./span";

const PAD: u8 = 0x3d;
const NONE: u32 = 64;

const ALPHABET: string = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const letters = new StaticArray<u8>(64);
const values = new StaticArray<u8>(256);
for (let i = 0; i < 256; i++) values[i] = <u8>NONE;
for (let i = 0; i < 64; i++) {
  letters[i] = <u8>ALPHABET.charCodeAt(i);
  values[letters[i]] = <u8>i;
}

export function encodeBase64(bytes: Span, out: Output): void {
  let at = start(bytes);
  const stop = end(bytes);
  for (; at + 3 <= stop; at += 3) {
    const group = ((<u32>load<u8>(at)) << 16) | ((<u32>load<u8>(at + 1)) << 8) | load<u8>(at + 2);
    for (let shift = 18; shift >= 0; shift -= 6) out.byte(letter(group >> shift));
  }
  if (at == stop) return;
  const isTwo = at + 2 == stop;
  const group = ((<u32>load<u8>(at)) << 16) | (isTwo ? (<u32>load<u8>(at + 1)) << 8 : 0);
  out.byte(letter(group >> 18));
  out.byte(letter(group >> 12));
  out.byte(isTwo ? letter(group >> 6) : PAD);
  out.byte(PAD);
}

function letter(bits: u32): u8 {
  return unchecked(letters[bits & 63]);
}

/** False if the text is no base64; what was written until then is then of no use. */
export function decodeBase64(text: Span, out: Output): bool {
  if (length(text) % 4 != 0) return false;
  const stop = end(text);
  for (let at = start(text); at < stop; at += 4) {
    const isLast = at + 4 == stop;
    const pads = isLast ? padding(at) : 0;
    let group: u32 = 0;
    for (let i: usize = 0; i < 4; i++) {
      const value: u32 = i < 4 - pads ? unchecked(values[load<u8>(at + i)]) : 0;
      if (value == NONE) return false;
      group = (group << 6) | value;
    }
    out.byte(<u8>(group >> 16));
    if (pads < 2) out.byte(<u8>(group >> 8));
    if (pads < 1) out.byte(<u8>group);
  }
  return true;
}

function padding(group: usize): usize {
  if (load<u8>(group, 3) != PAD) return 0;
  return load<u8>(group, 2) == PAD ? 2 : 1;
}
