import { Output } from "./output";
import { end, from, length, Span, span, start } from "./span";

/** An event longer than this ends the stream with an error. Whole answers inside one event stay under 2 MiB. */
export const MAX_EVENT: i32 = 8 * 1024 * 1024;

/**
 * Cuts a stream that arrives in chunks into events. `feed` a chunk, then take events by `next` until
 * it says no. Only the unfinished rest is kept for the next chunk, and no byte is scanned twice, so
 * an event of 1 MiB in chunks of one byte costs no more than in one piece.
 */
export abstract class Framing {
  private carry: Output = new Output();
  /** What is being cut: the chunk, or the carried bytes and the chunk behind them. */
  protected bytes: Span = 0;
  /** Offset in `bytes` where the part begins that is not yet whole. */
  protected begin: i32 = 0;
  /** Offset in `bytes` up to which that part was scanned. */
  protected scanned: i32 = 0;
  /** The event's payload, valid until the next `next` or `feed`. */
  data: Span = 0;
  /** The stream holds an event longer than MAX_EVENT; nothing more will come. */
  overlong: bool = false;
  /** Where in the last chunk the event begins that `next` looked for last, found or not; 0 if before the chunk. */
  eventStart: i32 = 0;
  /** Whether what stands before that ends inside an event: in the beginning of this one, or in one without its end. */
  midEvent: bool = false;
  /** How many of `bytes` came in earlier chunks. */
  private earlier: i32 = 0;
  /** A part of an event was read whose end was not. */
  protected begun: bool = false;
  /** The stream was over before the event in `data` had its end. */
  protected unended: bool = false;

  /** What ends an event that stopped anywhere. */
  abstract get closing(): string;

  /** Looks for the next whole event; sets `data`, moves `begin`, and says whether there was one. */
  protected abstract cut(atEnd: bool): bool;

  feed(chunk: Span): void {
    this.earlier = this.carry.size;
    if (this.carry.size == 0) {
      this.bytes = chunk;
    } else {
      this.carry.raw(chunk);
      this.bytes = this.carry.bytes;
    }
  }

  /** `atEnd`: nothing follows, so what is left counts as ended where the protocol allows it. */
  next(atEnd: bool): bool {
    this.eventStart = max(this.begin - this.earlier, 0);
    this.midEvent = this.begun || this.unended || this.begin < this.earlier;
    if (!this.overlong && this.cut(atEnd)) {
      if (length(this.data) <= MAX_EVENT) return true;
      this.overlong = true;
    }
    this.keepRest();
    return false;
  }

  private keepRest(): void {
    const rest = from(this.bytes, this.begin);
    this.scanned -= this.begin;
    if (this.carry.size == 0) {
      this.carry.raw(rest);
    } else {
      this.carry.drop(this.begin);
    }
    this.begin = 0;
    this.bytes = this.carry.bytes;
    if (this.carry.size > MAX_EVENT) this.overlong = true;
  }

  /** Whether the last chunk ended inside an event. */
  get inEvent(): bool {
    return this.begun || this.carry.size > 0;
  }

  free(): void {
    this.carry.free();
  }
}

/** The next line feed or carriage return in [at, stop), or `stop`. */
export function lineEnd(at: usize, stop: usize): usize {
  while (at < stop) {
    const block = v128.load(at);
    const found = i8x16.bitmask(v128.or(i8x16.eq(block, i8x16.splat(0x0a)), i8x16.eq(block, i8x16.splat(0x0d))));
    if (found != 0) return min(at + ctz(found), stop);
    at += 16;
  }
  return stop;
}

/** One JSON document a line (Ollama's streams). https://github.com/ndjson/ndjson-spec */
export class LineFraming extends Framing {
  get closing(): string {
    return "\n";
  }

  protected cut(atEnd: bool): bool {
    const origin = start(this.bytes);
    const stop = end(this.bytes);
    while (true) {
      const at = lineEnd(origin + this.scanned, stop);
      if (at == stop && !(atEnd && origin + this.begin < stop)) {
        this.scanned = <i32>(stop - origin);
        return false;
      }
      this.data = span(origin + this.begin, <i32>(at - origin) - this.begin);
      this.unended = at == stop;
      this.begin = <i32>(min(at + 1, stop) - origin);
      this.scanned = this.begin;
      if (length(this.data) > 0) return true;
    }
  }
}
