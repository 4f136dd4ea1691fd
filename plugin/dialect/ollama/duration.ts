import { end, is, length, Span, span, start, text } from "../../wire/span";

const UNITS: Array<string> = ["h", "m", "s", "ms", "us", "µs", "μs", "ns"];
/** In bytes. */
const LONGEST_UNIT: i32 = 3;

/**
 * Whether it is a duration as Go writes them, and of no length: `0`, or numbers with a unit each, in a row (`0h0m`, `0.0s`).
 * https://pkg.go.dev/time#ParseDuration
 */
export function isNoTime(written: Span): bool {
  const stop = end(written);
  let at = start(written);
  if (at < stop && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at += 1;
  if (is(between(at, stop), "0")) return true;
  if (at == stop) return false;
  while (at < stop) {
    const unit = afterNought(at, stop);
    if (unit == at) return false;
    at = unit;
    while (at < stop && !isOfNumber(load<u8>(at))) at += 1;
    const name: Span = between(unit, at);
    if (length(name) > LONGEST_UNIT || !UNITS.includes(text(name))) return false;
  }
  return true;
}

/** Behind zeros with at most one point among them; `at` itself: no such number begins here. */
function afterNought(at: usize, stop: usize): usize {
  let here = at;
  let zeros = 0;
  let points = 0;
  for (; here < stop && isOfNumber(load<u8>(here)); here++) {
    const byte = load<u8>(here);
    if (byte == 0x30) zeros += 1;
    else if (byte == 0x2e) points += 1;
    else return at;
  }
  return zeros > 0 && points <= 1 ? here : at;
}

function isOfNumber(byte: u8): bool {
  return (byte >= 0x30 && byte <= 0x39) || byte == 0x2e;
}

function between(at: usize, stop: usize): Span {
  return span(at, <i32>(stop - at));
}
