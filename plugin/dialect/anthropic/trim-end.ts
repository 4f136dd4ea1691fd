import { length, Span, span, start } from "../../wire/span";

/** A raw string without the white space at its end, spelled out or escaped. */
export function trimEnd(raw: Span): Span {
  const at = start(raw);
  let size = length(raw);
  while (size > 0) {
    const byte = load<u8>(at + size - 1);
    if (byte == 0x20) size -= 1;
    else if ((byte == 0x6e || byte == 0x72 || byte == 0x74) && isEscapedLetter(at, size - 1)) size -= 2;
    else break;
  }
  return span(at, size);
}

/** Whether an odd number of backslashes stands before it: an even one is of escaped backslashes. */
function isEscapedLetter(at: usize, offset: i32): bool {
  let backslashes = 0;
  while (backslashes < offset && load<u8>(at + offset - 1 - backslashes) == 0x5c) backslashes += 1;
  return (backslashes & 1) == 1;
}

/** Whether a raw string holds nothing but white space. */
export function isBlank(raw: Span): bool {
  return length(trimEnd(raw)) == 0;
}
