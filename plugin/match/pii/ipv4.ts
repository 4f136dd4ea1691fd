import { ABSENT, Span, span } from "../../wire/span";
import { isDigit, isWordByte } from "./border";
import { Label } from "./label";

/** Four numbers with dots are also a version, a section of a text, or an object identifier. */
const notAnAddress = new Label("version* ver v release* build* firmware* rev* section* chapter* clause* article* §");
const REACH = 12;

/**
 * An IPv4 address in dotted decimal (RFC 6943, section 3.1.1, strict form). Not those that lead to nobody (RFC
 * 6890): 0/8, loopback 127/8, and 224/4 and above, where multicast groups and netmasks are.
 */
export function ipv4At(at: usize, begin: usize, stop: usize): Span {
  if (!opens(at, begin)) return ABSENT;
  const end = ipv4End(at, stop);
  if (end == 0 || !closes(end, stop)) return ABSENT;
  const first = octetAt(at, stop);
  if (first == 0 || first == 127 || first >= 224) return ABSENT;
  return notAnAddress.stands(at, begin, REACH) ? ABSENT : span(at, <i32>(end - at));
}

/** Behind the address at `at`; 0: there is none. */
export function ipv4End(at: usize, stop: usize): usize {
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0) {
      if (at >= stop || load<u8>(at) != 0x2e) return 0;
      at += 1;
    }
    if (octetAt(at, stop) < 0) return 0;
    while (at < stop && isDigit(load<u8>(at))) at += 1;
  }
  return at;
}

/** -1: no number up to 255, or one with a zero before it, which some read as octal. */
function octetAt(at: usize, stop: usize): i32 {
  let value = 0;
  let digits = 0;
  const isZero = at < stop && load<u8>(at) == 0x30;
  for (; at < stop && digits < 4 && isDigit(load<u8>(at)); at++) {
    value = value * 10 + load<u8>(at) - 0x30;
    digits += 1;
  }
  return digits == 0 || value > 255 || (isZero && digits > 1) ? -1 : value;
}

/** Not behind a letter, another number's dot, the name of a package (`nginx-1.2.3.4`), a comparison (`>=1.2.3.4`). */
function opens(at: usize, begin: usize): bool {
  if (at == begin) return true;
  const sign = load<u8>(at - 1);
  const before: u8 = at - 1 > begin ? load<u8>(at - 2) : 0;
  if (isWordByte(sign)) return false;
  switch (sign) {
    case 0x2d: // -
    case 0x2b: // +
      return !isWordByte(before) || isDigit(before);
    case 0x2e: // .
    case 0x2f: // /
    case 0x5c: // \
      return !isWordByte(before);
    case 0x3d: // =
      return before != 0x3d && before != 0x3c && before != 0x3e && before != 0x7e && before != 0x21; // = < > ~ !
    case 0x23: // #
    case 0x5e: // ^
    case 0x7e: // ~
      return false;
    case 0x3a: // :
      return !isDigit(before);
    default:
      return true;
  }
}

/** A port, a prefix, a path or another address may follow; not a fifth number, nor a file's or a version's suffix. */
function closes(at: usize, stop: usize): bool {
  if (at >= stop) return true;
  const sign = load<u8>(at);
  const after: u8 = at + 1 < stop ? load<u8>(at + 1) : 0;
  if (isWordByte(sign) || sign == 0x25 || sign == 0x40) return false;
  if (sign == 0x2d || sign == 0x2b) return !isWordByte(after) || isDigit(after);
  if (sign == 0x2e) return !isDigit(after) && <u8>(after - 0x61) >= 26;
  return true;
}
