import { Framing, lineEnd, MAX_EVENT } from "./framing";
import { Output } from "./output";
import { end, from, length, Span, span, start, startsWith } from "./span";

/**
 * Server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * Lines end in LF, CR or CRLF; an event ends at an empty line, or with the stream; `data` lines are
 * joined by LF. `event`, `id` and `retry` are passed over: the dialects say in the data what an event is.
 */
export class EventFraming extends Framing {
  private joined: Output = new Output();
  private lines: i32 = 0;
  /** No byte was read yet: a byte order mark may come, and would be no part of the first line. */
  private fresh: bool = true;

  get closing(): string {
    return "\n\n";
  }

  protected cut(atEnd: bool): bool {
    const origin = start(this.bytes);
    const stop = end(this.bytes);
    if (this.fresh && !this.skipMark(atEnd)) return false;
    while (origin + this.begin < stop) {
      const at = lineEnd(origin + this.scanned, stop);
      // A CR at the very end may be half of a CRLF: wait for the byte behind it.
      const undecided = at == stop || (load<u8>(at) == 0x0d && at + 1 == stop);
      if (undecided && !atEnd) {
        this.scanned = <i32>(at - origin);
        return false;
      }
      const line = span(origin + this.begin, <i32>(at - origin) - this.begin);
      const pair = at + 1 < stop && load<u16>(at) == 0x0a0d;
      this.begin = <i32>(min(at + (pair ? 2 : 1), stop) - origin);
      this.scanned = this.begin;
      if (length(line) > 0) this.field(line);
      else if (this.takeEvent()) return true;
    }
    this.unended = atEnd && this.takeEvent();
    return this.unended;
  }

  /** Whether enough has come to tell a byte order mark from a first line. */
  private skipMark(atEnd: bool): bool {
    if (length(this.bytes) < 3) return atEnd;
    this.fresh = false;
    if ((load<u32>(start(this.bytes)) & 0xffffff) == 0xbfbbef) this.begin = this.scanned = 3;
    return true;
  }

  private field(line: Span): void {
    this.begun = true;
    if (!startsWith(line, "data")) return;
    let value = from(line, 4);
    if (length(value) > 0) {
      if (load<u8>(start(value)) != 0x3a) return;
      value = from(value, 1);
      if (startsWith(value, " ")) value = from(value, 1);
    }
    if (this.lines == 0) this.joined.clear();
    else this.joined.byte(0x0a);
    this.joined.raw(value);
    this.lines += 1;
    if (this.joined.size > MAX_EVENT) this.overlong = true;
  }

  private takeEvent(): bool {
    this.begun = false;
    if (this.lines == 0 || this.overlong) return false;
    this.lines = 0;
    this.data = this.joined.bytes;
    return this.joined.size > 0;
  }

  free(): void {
    super.free();
    this.joined.free();
  }
}

/** Writes an event that holds nothing but data. */
export function writeEvent(data: Span, out: Output): void {
  let at = start(data);
  while (true) {
    const stop = lineEnd(at, end(data));
    out.ascii("data: ");
    out.raw(span(at, <i32>(stop - at)));
    out.byte(0x0a);
    if (stop >= end(data)) break;
    at = stop + 1;
  }
  out.byte(0x0a);
}

/** A comment, which every reader passes over. */
export function writeComment(out: Output): void {
  out.ascii(": keepalive\n\n");
}
