import { length, Span, start } from "../../wire/span";

/** Reads the 64 hex digits of a SHA-256 into 32 bytes; false if they are not that. */
export function readDigest(hex: Span, into: usize): bool {
  if (length(hex) != 64) return false;
  for (let i = 0; i < 32; i++) {
    const high = hexValue(load<u8>(start(hex) + 2 * i));
    const low = hexValue(load<u8>(start(hex) + 2 * i + 1));
    if (high < 0 || low < 0) return false;
    store<u8>(into + i, <u8>((high << 4) | low));
  }
  return true;
}

function hexValue(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x61 + 10 : -1;
}
