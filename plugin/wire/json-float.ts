/** Numbers by the thousand, as vectors hold them: read and written without a string for each. */
import { dtoa_buffered } from "util/number";
import { Output } from "./output";
import { end, Span, start } from "./span";

/** 10^0 … 10^22: the powers that a double holds exactly. */
const POWERS: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];
const LARGEST: i32 = 22;

/** More digits than these change nothing in a double. */
const ENOUGH: u64 = 100_000_000_000_000_000;

/** An exponent beyond this is zero or infinity, whatever stands before it. */
const FAR: i32 = 100_000;

/**
 * A scanned JSON number to about one unit in a double's last place, which is 2^28 times finer than what a
 * 32-bit float of it keeps.
 */
export function readFloat(raw: Span): f64 {
  const stop = end(raw);
  let at = start(raw);
  const isNegative = at < stop && load<u8>(at) == 0x2d;
  if (isNegative) at += 1;
  let digits: u64 = 0;
  let exponent = 0;
  let isFraction = false;
  for (; at < stop; at++) {
    const byte = load<u8>(at);
    if (byte == 0x2e) {
      isFraction = true;
    } else if (byte < 0x30 || byte > 0x39) {
      break;
    } else if (digits < ENOUGH) {
      digits = digits * 10 + (byte - 0x30);
      if (isFraction) exponent -= 1;
    } else if (!isFraction) exponent += 1;
  }
  exponent += readExponent(at, stop);
  const value = scale(<f64>digits, exponent);
  return isNegative ? -value : value;
}

/** Of `e-7` at `at`; 0 if there is none. */
function readExponent(at: usize, stop: usize): i32 {
  if (at >= stop) return 0;
  at += 1;
  const isNegative = at < stop && load<u8>(at) == 0x2d;
  if (at < stop && (isNegative || load<u8>(at) == 0x2b)) at += 1;
  let value = 0;
  for (; at < stop && value < FAR; at++) value = value * 10 + (load<u8>(at) - 0x30);
  return isNegative ? -value : value;
}

function scale(value: f64, exponent: i32): f64 {
  for (; exponent > LARGEST && value != 0 && Number.isFinite(value); exponent -= LARGEST) value *= 1e22;
  for (; exponent < -LARGEST && value != 0; exponent += LARGEST) value /= 1e22;
  if (exponent > LARGEST || exponent < -LARGEST) return value;
  return exponent < 0 ? value / POWERS[-exponent] : value * POWERS[exponent];
}

/** UTF-16, longer than any double: 28 characters. */
const scratch = new StaticArray<u16>(32);

/** A double in as few digits as give it back; `null` for what JSON has no number for. */
export function writeFloat(value: f64, out: Output): void {
  if (!Number.isFinite(value)) return out.ascii("null");
  const size = dtoa_buffered(changetype<usize>(scratch), value);
  for (let i: u32 = 0; i < size; i++) out.byte(<u8>unchecked(scratch[i]));
}
