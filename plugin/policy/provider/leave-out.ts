import { Fit } from "../../exchange/fit";
import { Splices } from "../../exchange/splices";
import { matches } from "../../match/glob";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, end, from, is, length, Span, span, start, text, until } from "../../wire/span";

/** The header that holds `betas`, between commas. */
export const BETA_HEADER: string = "anthropic-beta";

const scratch = new Output();

/** What a provider refuses of a request of its own dialect: clients send it on their own account, and cannot know. */
export class LeaveOut {
  betas: Array<Span> = [];
  fields: Array<Span> = [];

  get isEmpty(): bool {
    return this.betas.length == 0 && this.fields.length == 0;
  }

  /** Takes the fields out of a body, and `more` of them. `conversation`: the field that no request is without. */
  cut(tape: Tape, conversation: string, more: Array<string>, into: Splices): void {
    if ((this.fields.length == 0 && more.length == 0) || !tape.isObject(tape.root)) return;
    let kept: usize = 0;
    for (let key = tape.first(tape.root); key != NOTHING; key = tape.nextKey(tape.root, key)) {
      if (!this.hasField(tape.bytes(key), conversation, more)) {
        kept = end(tape.value(key + 1));
        continue;
      }
      const next = tape.nextKey(tape.root, key);
      const begin = start(tape.value(key));
      // With the comma behind it, or, of the last one, that before it.
      if (next != NOTHING) into.put(between(begin, start(tape.value(next))), ABSENT);
      else into.put(between(kept > 0 ? kept : begin, end(tape.value(key + 1))), ABSENT);
    }
  }

  /** The names of what is left out of this request. `betas`: the header's value; ABSENT: there is none. */
  tell(tape: Tape, conversation: string, more: Array<string>, betas: Span, into: Fit): void {
    const hasAny = (this.fields.length > 0 || more.length > 0) && tape.isObject(tape.root);
    for (let key = hasAny ? tape.first(tape.root) : NOTHING; key != NOTHING; key = tape.nextKey(tape.root, key)) {
      if (this.hasField(tape.bytes(key), conversation, more)) into.drop(text(tape.bytes(key)));
    }
    let rest = betas;
    while (length(rest) > 0 && this.betas.length > 0) {
      const beta = until(rest, 0x2c);
      if (isAmong(this.betas, trimmed(beta))) into.drop(BETA_HEADER + "." + text(trimmed(beta)));
      rest = from(rest, min(length(beta) + 1, length(rest)));
    }
  }

  /** The header's value without the betas that are left out; empty: nothing is left of it. */
  writeBetas(betas: Span, out: Output): void {
    let rest = betas;
    while (length(rest) > 0) {
      const beta = until(rest, 0x2c);
      if (!isAmong(this.betas, trimmed(beta))) {
        if (out.size > 0) out.byte(0x2c);
        out.raw(trimmed(beta));
      }
      rest = from(rest, min(length(beta) + 1, length(rest)));
    }
  }

  /** Whether a setting is left out that the provider knows by that name. */
  hasSetting(name: string): bool {
    if (name.length == 0 || this.fields.length == 0) return false;
    scratch.clear();
    scratch.ascii(name);
    return isAmong(this.fields, scratch.bytes);
  }

  private hasField(name: Span, conversation: string, more: Array<string>): bool {
    if (is(name, "model") || is(name, "stream") || is(name, conversation)) return false;
    for (let i = 0; i < more.length; i++) if (is(name, more[i])) return true;
    return isAmong(this.fields, name);
  }
}

function isAmong(patterns: Array<Span>, name: Span): bool {
  for (let i = 0; i < patterns.length; i++) if (matches(patterns[i], name)) return true;
  return false;
}

function between(at: usize, stop: usize): Span {
  return span(at, <i32>(stop - at));
}

function trimmed(value: Span): Span {
  let at = start(value);
  let stop = end(value);
  while (at < stop && load<u8>(at) == 0x20) at += 1;
  while (stop > at && load<u8>(stop - 1) == 0x20) stop -= 1;
  return span(at, <i32>(stop - at));
}
