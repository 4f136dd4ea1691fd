import { from, length, Span, span, start } from "../wire/span";
import { isGlob } from "./glob";

export enum PatternKind {
  /** A name as it stands. */
  Exact = 0,
  /** With `*` for any run of bytes and `?` for any one. */
  Glob = 1,
  /** Between slashes; an `i` behind the last one: in any case. */
  Regex = 2,
}

/** What an entry of an allowlist is, by the way it is written. */
export class WrittenPattern {
  kind: PatternKind = PatternKind.Exact;
  /** The name, the glob, or the regular expression without its slashes. */
  source: Span;
  anyCase: bool = false;
  /** Why it is refused; empty if it is not. A regular expression is not looked into. */
  problem: string = "";

  constructor(text: Span) {
    this.source = text;
    if (length(text) == 0) this.problem = "must not be empty";
    else if (load<u8>(start(text)) == 0x2f) this.readSlashes(text);
    else if (isGlob(text)) this.kind = PatternKind.Glob;
  }

  private readSlashes(text: Span): void {
    this.kind = PatternKind.Regex;
    const inner = from(text, 1);
    let size = length(inner);
    this.anyCase = size > 0 && byteAt(inner, size - 1) == 0x69;
    if (this.anyCase) size -= 1;
    if (size == 0 || byteAt(inner, size - 1) != 0x2f) {
      this.problem = "begins with a slash: a regular expression ends with one, or with /i for any case";
    } else if (size == 1) {
      this.problem = "an empty regular expression";
    } else {
      this.source = span(start(inner), size - 1);
    }
  }
}

function byteAt(bytes: Span, index: i32): u8 {
  return load<u8>(start(bytes) + index);
}
