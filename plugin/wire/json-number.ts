import { end, Span, start } from "./span";

function isDigit(at: usize, stop: usize): bool {
  return at < stop && load<u8>(at) >= 0x30 && load<u8>(at) <= 0x39;
}

function skipDigits(at: usize, stop: usize): usize {
  while (isDigit(at, stop)) at += 1;
  return at;
}

/** Behind the number at `at`, by the grammar of RFC 8259, section 6; 0 if there is none. */
export function scanNumber(at: usize, stop: usize): usize {
  if (at < stop && load<u8>(at) == 0x2d) at += 1;
  if (!isDigit(at, stop)) return 0;
  at = load<u8>(at) == 0x30 ? at + 1 : skipDigits(at, stop);
  if (at < stop && load<u8>(at) == 0x2e) {
    if (!isDigit(at + 1, stop)) return 0;
    at = skipDigits(at + 1, stop);
  }
  if (at < stop && (load<u8>(at) | 0x20) == 0x65) {
    at += 1;
    if (at < stop && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at += 1;
    if (!isDigit(at, stop)) return 0;
    at = skipDigits(at, stop);
  }
  return at;
}

/** The whole part of a scanned number, held at ±2^53; for counts, statuses and limits. */
export function wholeNumber(raw: Span): i64 {
  const limit: i64 = 1 << 53;
  const stop = end(raw);
  let at = start(raw);
  const negative = at < stop && load<u8>(at) == 0x2d;
  if (negative) at += 1;
  let value: i64 = 0;
  for (; isDigit(at, stop) && value < limit; at++) value = value * 10 + (load<u8>(at) - 0x30);
  value = min(value, limit);
  return negative ? -value : value;
}

/** The number, to the precision of a double. */
export function realNumber(raw: Span): f64 {
  return parseFloat(String.UTF8.decodeUnsafe(start(raw), end(raw) - start(raw)));
}
