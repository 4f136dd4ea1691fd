import { ABSENT, is, Span, span } from "../../wire/span";
import { isDigit, isLetter, isWordByte } from "./border";
import { isBareAddress, isPrivateEnding } from "./private-name";
import { isTopLevelDomain } from "./top-level-domain";

/** RFC 5321, section 4.5.3.1; a label: RFC 1035, section 2.3.4. */
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 255;
const MAX_LABEL: usize = 63;
/** How far back the beginning of a URL is looked for. */
const MAX_USER: usize = 64;

const AT: u8 = 0x40;
const COLON: u8 = 0x3a;
const DOT: u8 = 0x2e;
const HYPHEN: u8 = 0x2d;
const SLASH: u8 = 0x2f;
const UNDERSCORE: u8 = 0x5f;

/** Whether the address found last is under a top-level domain that exists. */
export let isPublic: bool = false;

/**
 * The e-mail address around the `@` at `at`: a local part of letters, digits and `.` `_` `%` `+` `-` `&` `'` (the
 * atoms of RFC 5322, section 3.2.3, without those that are rather its surroundings), and a domain under a
 * top-level domain that exists or, with `isPrivateToo`, one that only a private network has: `mail.corp`, `mailhost`. Letters may be those of U+00C0 to U+07FF (RFC 6531). Not the user in a URL
 * (`ssh://git@host`), a path for scp (`git@host:path`, `user@host:/path`), or a handle (`@user@host`).
 */
export function emailAt(at: usize, floor: usize, begin: usize, stop: usize, isPrivateToo: bool): Span {
  const from = localStart(at, floor);
  if (from == at || load<u8>(at - 1) == DOT) return ABSENT;
  if (from > begin && (load<u8>(from - 1) == AT || isUserOfUrl(from, begin))) return ABSENT;
  let end = domainEnd(at + 1, stop);
  const wider = privateEnd(from, at, begin, stop);
  isPublic = wider <= end;
  if (!isPublic && !isPrivateToo) return ABSENT;
  end = max(end, wider);
  if (end == 0) return ABSENT;
  if (end < stop) {
    const after = load<u8>(end);
    const next: u8 = end + 1 < stop ? load<u8>(end + 1) : 0;
    if (after == AT || (after == UNDERSCORE && isWordByte(next))) return ABSENT;
    if (after == COLON && (next == SLASH || next == 0x7e || is(span(from, <i32>(at - from)), "git"))) return ABSENT;
  }
  return span(from, <i32>(end - from));
}

/** `at` if there is none. */
function localStart(at: usize, floor: usize): usize {
  let from = at;
  while (from > floor && at - from <= MAX_LOCAL) {
    const byte = load<u8>(from - 1);
    if (isLocal(byte)) {
      // Dots stand between atoms only: what is before two of them is another thing.
      if (byte == DOT && from < at && load<u8>(from) == DOT) break;
      from -= 1;
    } else if (from - 1 > floor && isLetterOfTwo(load<u8>(from - 2), byte)) {
      from -= 2;
    } else {
      break;
    }
  }
  if (at - from > MAX_LOCAL) return at;
  while (from < at && !isWordByte(load<u8>(from)) && load<u8>(from) < 0x80) from += 1;
  return from;
}

function isLocal(byte: u8): bool {
  if (isWordByte(byte)) return true;
  switch (byte) {
    case 0x25: // %
    case 0x26: // &
    case 0x27: // '
    case 0x2b: // +
    case HYPHEN:
    case DOT:
      return true;
    default:
      return false;
  }
}

/** U+00C0 to U+07FF: the alphabets that put spaces between words. */
function isLetterOfTwo(lead: u8, second: u8): bool {
  return lead >= 0xc3 && lead <= 0xdf && (second & 0xc0) == 0x80;
}

/** `scheme://from@` or `scheme://user:from@`. */
function isUserOfUrl(from: usize, begin: usize): bool {
  let at = from;
  while (at > begin && from - at < MAX_USER) {
    const byte = load<u8>(at - 1);
    if (byte == SLASH) return at >= begin + 3 && load<u8>(at - 2) == SLASH && load<u8>(at - 3) == COLON;
    if (!isLocal(byte) && byte != COLON && byte != 0x21 && byte != 0x24 && byte != 0x2a) return false;
    at -= 1;
  }
  return false;
}

/** Behind the name of a private network's host in the address `from` … `at`; 0: that is none. */
function privateEnd(from: usize, at: usize, begin: usize, stop: usize): usize {
  const limit = min(stop, at + 1 + MAX_DOMAIN);
  let label = at + 1;
  let labels = 0;
  while (true) {
    const end = labelEnd(label, limit);
    if (end == label || end - label > MAX_LABEL || load<u8>(end - 1) == HYPHEN) return 0;
    labels += 1;
    // The dot of a sentence has no label behind it.
    if (end + 1 < limit && load<u8>(end) == DOT && labelEnd(end + 1, limit) > end + 1) {
      label = end + 1;
      continue;
    }
    const last = span(label, <i32>(end - label));
    if (labels > 1) return isPrivateEnding(last) ? end : 0;
    const before: u8 = from > begin ? load<u8>(from - 1) : 0;
    const after: u8 = end < stop ? load<u8>(end) : 0;
    const next: u8 = end + 1 < stop ? load<u8>(end + 1) : 0;
    return isBareAddress(span(from, <i32>(at - from)), last, before, after, next) ? end : 0;
  }
}

/** Behind the longest domain at `at` that is under a top-level domain; 0: there is none. */
function domainEnd(at: usize, stop: usize): usize {
  const limit = min(stop, at + MAX_DOMAIN);
  let found: usize = 0;
  let labels = 0;
  while (at < limit) {
    const end = labelEnd(at, limit);
    if (end == at || end - at > MAX_LABEL || load<u8>(end - 1) == HYPHEN) break;
    labels += 1;
    if (labels > 1 && isTopLevelDomain(span(at, <i32>(end - at)))) found = end;
    if (end >= limit || load<u8>(end) != DOT) break;
    at = end + 1;
  }
  return found;
}

function labelEnd(at: usize, limit: usize): usize {
  const from = at;
  while (at < limit) {
    const byte = load<u8>(at);
    if (isLetter(byte) || isDigit(byte) || (byte == HYPHEN && at > from)) at += 1;
    else if (at + 1 < limit && isLetterOfTwo(byte, load<u8>(at, 1))) at += 2;
    else break;
  }
  return at;
}
