import { Output } from "./output";
import { end, Span, start } from "./span";

/** An exponent beyond this is zero or infinity to every reader. */
const FAR: i64 = 1_000_000_000_000_000;

/** Writes a scanned JSON number in the one spelling of its value, to its last digit: 1, 1.0 and 10e-1 are all `1e0`. */
export function writeCanonicalNumber(raw: Span, out: Output): void {
  const stop = end(raw);
  let first: usize = 0;
  let last: usize = 0;
  // Of the last digit that is not zero, before the exponent counts.
  let power: i64 = 0;
  let at = start(raw);
  let inFraction = false;
  for (; at < stop; at++) {
    const byte = load<u8>(at);
    if (byte == 0x2e) {
      inFraction = true;
    } else if (byte >= 0x30 && byte <= 0x39) {
      if (inFraction) power -= 1;
      if (byte == 0x30) continue;
      if (first == 0) first = at;
      last = at;
    } else if (byte != 0x2d) {
      break;
    }
  }
  if (first == 0) return out.byte(0x30);
  const behind = at;
  // `power` is that of the very last digit: count back to the last that is not zero.
  for (let zero = last + 1; zero < behind; zero++) if (load<u8>(zero) == 0x30) power += 1;
  if (load<u8>(start(raw)) == 0x2d) out.byte(0x2d);
  for (let digit = first; digit <= last; digit++) if (load<u8>(digit) != 0x2e) out.byte(load<u8>(digit));
  out.byte(0x65);
  out.decimal(power + readExponent(behind, stop));
}

/** Of `e-7` at `at`; 0 if there is none. */
function readExponent(at: usize, stop: usize): i64 {
  if (at >= stop) return 0;
  at += 1;
  const isNegative = at < stop && load<u8>(at) == 0x2d;
  if (at < stop && (isNegative || load<u8>(at) == 0x2b)) at += 1;
  let value: i64 = 0;
  for (; at < stop && value < FAR; at++) value = value * 10 + (load<u8>(at) - 0x30);
  return isNegative ? -value : value;
}
