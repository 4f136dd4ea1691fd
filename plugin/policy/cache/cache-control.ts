import { HeaderReader } from "../../wire/header-list";
import { wholeNumber } from "../../wire/json-number";
import { end, from, isInAnyCase, length, Span, span, start, until } from "../../wire/span";

/** What a client's `cache-control` wants, RFC 9111, section 5.2.1. */
export class CacheControl {
  noStore: bool = false;
  noCache: bool = false;
  /** In seconds; -1: of any age. */
  maxAge: i64 = -1;

  /** `headers`: serialised pairs. */
  constructor(headers: Span) {
    const reader = new HeaderReader(headers);
    while (reader.next()) if (isInAnyCase(reader.name, "cache-control")) this.read(reader.value);
  }

  private read(value: Span): void {
    let rest = value;
    while (length(rest) > 0) {
      const directive = until(rest, 0x2c);
      this.take(trimmed(directive));
      rest = length(directive) < length(rest) ? from(rest, length(directive) + 1) : 0;
    }
  }

  private take(directive: Span): void {
    const name = until(directive, 0x3d);
    if (isInAnyCase(name, "no-store")) this.noStore = true;
    else if (isInAnyCase(name, "no-cache")) this.noCache = true;
    else if (isInAnyCase(name, "max-age") && length(name) < length(directive)) {
      const age = wholeNumber(trimmed(from(directive, length(name) + 1)));
      this.maxAge = this.maxAge < 0 ? age : min(this.maxAge, age);
    }
  }
}

/** Without white space and quotes around it. */
function trimmed(text: Span): Span {
  let at = start(text);
  let stop = end(text);
  while (at < stop && isTrimmed(load<u8>(at))) at += 1;
  while (stop > at && isTrimmed(load<u8>(stop - 1))) stop -= 1;
  return span(at, <i32>(stop - at));
}

function isTrimmed(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x22;
}
