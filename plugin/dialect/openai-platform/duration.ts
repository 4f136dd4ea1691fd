import { end, Span, start } from "../../wire/span";

/** Longer ones are none: a limit of a month is whole again in 2.7e9 ms. */
const LONGEST: f64 = 1e12;

/**
 * Milliseconds of `1s`, `6m0s`, `120ms`, `1h2m3.5s`: Go's notation; a number alone is seconds, as Azure
 * writes it. -1 if it is neither.
 */
export function readDuration(text: Span): i64 {
  const stop = end(text);
  let at = start(text);
  if (at == stop) return -1;
  let total: f64 = 0;
  while (at < stop) {
    const begin = at;
    let value: f64 = 0;
    let scale: f64 = 0;
    for (; at < stop; at++) {
      const byte = load<u8>(at);
      if (byte == 0x2e && scale == 0) {
        scale = 1;
        continue;
      }
      if (byte < 0x30 || byte > 0x39) break;
      value = value * 10 + <f64>(byte - 0x30);
      scale *= 10;
    }
    if (at == begin) return -1;
    if (scale > 1) value /= scale;
    const isAlone = at == stop && begin == start(text);
    const unit = isAlone ? 1000 : unitAt(at, stop);
    if (unit < 0) return -1;
    at += unitSize(at, stop);
    total += value * unit;
  }
  return total < LONGEST ? <i64>Math.round(total) : -1;
}

function isMilli(at: usize, stop: usize): bool {
  return at + 1 < stop && load<u16>(at) == 0x736d;
}

/** Milliseconds in the unit; -1 if it is none. */
function unitAt(at: usize, stop: usize): f64 {
  if (at >= stop) return -1;
  if (isMilli(at, stop)) return 1;
  switch (load<u8>(at)) {
    case 0x73: // s
      return 1000;
    case 0x6d: // m
      return 60_000;
    case 0x68: // h
      return 3_600_000;
    case 0x64: // d
      return 86_400_000;
    default:
      return -1;
  }
}

function unitSize(at: usize, stop: usize): usize {
  if (at >= stop) return 0;
  return isMilli(at, stop) ? 2 : 1;
}

/** As OpenAI writes it: `120ms`, `1.5s`, `6m0s`, `1h0m0s`; what is over is `0s`. */
export function durationText(milliseconds: i64): string {
  if (milliseconds <= 0) return "0s";
  if (milliseconds < 1000) return milliseconds.toString() + "ms";
  const seconds = milliseconds / 1000;
  const minutes = seconds / 60;
  const hours = minutes / 60;
  let text = (seconds % 60).toString() + fraction(milliseconds % 1000) + "s";
  if (minutes > 0) text = (minutes % 60).toString() + "m" + text;
  return hours > 0 ? hours.toString() + "h" + text : text;
}

/** `.5`, `.05`, `.125`; nothing for 0. */
function fraction(milliseconds: i64): string {
  if (milliseconds == 0) return "";
  let digits = (1000 + milliseconds).toString().substring(1);
  while (digits.endsWith("0")) digits = digits.substring(0, digits.length - 1);
  return "." + digits;
}
