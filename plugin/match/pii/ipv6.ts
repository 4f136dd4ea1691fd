import { ABSENT, Span, span } from "../../wire/span";
import { isDigit, isLetter, isWordByte } from "./border";
import { ipv4End } from "./ipv4";

const COLON: u8 = 0x3a;
const GROUPS = 8;

/**
 * An IPv6 address whose first `:` stands at `colon` (RFC 4291, section 2.2). Only in the blocks out of which hosts
 * get theirs (section 2.4 and https://www.iana.org/assignments/ipv6-address-space): 2000::/3, fc00::/7, fe80::/10,
 * IPv4 in ::ffff:0:0/96 and 64:ff9b::/96. So neither `std::` nor a slice (`[1::2]`) nor loopback is one.
 */
export function ipv6At(colon: usize, floor: usize, begin: usize, stop: usize): Span {
  let from = colon;
  while (from > floor && colon - from < 5 && isHex(load<u8>(from - 1))) from -= 1;
  if (colon - from > 4 || !isHosts(from, <i32>(colon - from), stop) || !opens(from, begin)) return ABSENT;
  const end = ipv6End(from, stop);
  if (end == 0) return ABSENT;
  if (end < stop) {
    const after = load<u8>(end);
    const next: u8 = end + 1 < stop ? load<u8>(end + 1) : 0;
    if (isWordByte(after) || after == COLON || ((after == 0x2e || after == 0x2d) && isWordByte(next))) return ABSENT;
  }
  return span(from, <i32>(end - from));
}

function opens(from: usize, begin: usize): bool {
  if (from == begin) return true;
  const before = load<u8>(from - 1);
  if (before == 0x2e || before == 0x2d) return from - 1 == begin || !isWordByte(load<u8>(from - 2));
  return !isWordByte(before) && before != COLON;
}

/** Behind the longest address at `at`; 0: there is none. */
function ipv6End(at: usize, stop: usize): usize {
  let groups = 0;
  let isShortened = false;
  let areBytes = true;
  while (groups < GROUPS) {
    if (at + 1 < stop && load<u8>(at) == COLON && load<u8>(at, 1) == COLON) {
      if (isShortened) return 0;
      isShortened = true;
      at += 2;
    } else if (groups > 0) {
      if (at + 1 >= stop || load<u8>(at) != COLON || !isHex(load<u8>(at, 1))) break;
      at += 1;
    }
    let end = at;
    while (end < stop && end - at < 5 && isHex(load<u8>(end))) end += 1;
    if (end == at) break;
    if (end - at > 4) return 0;
    if (end < stop && load<u8>(end) == 0x2e && groups <= GROUPS - 2) {
      const tail = ipv4End(at, stop);
      if (tail != 0) {
        groups += 2;
        at = tail;
        break;
      }
    }
    if (end - at != 2) areBytes = false;
    groups += 1;
    at = end;
  }
  if (isShortened) return groups > 0 && groups < GROUPS ? at : 0;
  // Eight bytes with a colon between are a hardware address (EUI-64).
  return groups == GROUPS && !areBytes ? at : 0;
}

function isHosts(from: usize, digits: i32, stop: usize): bool {
  let first: u32 = 0;
  for (let i = 0; i < digits; i++) first = (first << 4) | hex(load<u8>(from + i));
  if (digits == 4) return first >> 13 == 1 || first >> 9 == 0x7e || first >> 6 == 0x3fa;
  if (digits == 2) return first == 0x64 && startsWith(from + 2, stop, ":ff9b::");
  return digits == 0 && startsWith(from, stop, "::ffff:");
}

function startsWith(at: usize, stop: usize, lower: string): bool {
  if (at + lower.length > stop) return false;
  for (let i = 0; i < lower.length; i++) {
    const byte = load<u8>(at + i);
    if ((isLetter(byte) ? byte | 0x20 : byte) != <u8>lower.charCodeAt(i)) return false;
  }
  return true;
}

function isHex(byte: u8): bool {
  return isDigit(byte) || <u8>((byte | 0x20) - 0x61) < 6;
}

function hex(byte: u8): u32 {
  return isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x61 + 10;
}
