import { Span, same } from "../wire/span";
import { matches } from "./glob";
import { NameSet } from "./name-set";
import { RegexSet } from "./regex-set";
import { PatternKind, WrittenPattern } from "./written-pattern";

/** Why `Pattern.parse` refused its text. */
export let problem: string = "";

/**
 * An exact name, a glob, or a `/regular expression/` that must span the whole name (`/…/i`: in any
 * case). The bytes that it was read from must live as long.
 */
export class Pattern {
  private constructor(
    private written: WrittenPattern,
    private regex: RegexSet | null,
  ) {}

  /** Null if it is refused: `problem` says why. */
  static parse(text: Span): Pattern | null {
    const written = new WrittenPattern(text);
    problem = written.problem;
    if (problem.length > 0) return null;
    if (written.kind != PatternKind.Regex) return new Pattern(written, null);
    const regex = new RegexSet();
    if (regex.add(written.source, true, written.anyCase) < 0) {
      problem = regex.problem;
      return null;
    }
    regex.compile();
    return new Pattern(written, regex);
  }

  matches(name: Span): bool {
    const regex = this.regex;
    if (regex !== null) return regex.matchesAny(name);
    if (this.written.kind == PatternKind.Glob) return matches(this.written.source, name);
    return same(this.written.source, name);
  }
}

/** Many patterns, such as a key's allowlist: `add` each, `compile` once, then ask. */
export class PatternList {
  /** Why `add` refused a pattern. */
  problem: string = "";
  private names: NameSet = new NameSet();
  private globs: Array<Span> = [];
  /** Null while there is none: keys with lists are many, those with regular expressions few. */
  private regexes: RegexSet | null = null;

  /** Patterns added. */
  size: i32 = 0;

  /** As `Pattern.parse`; false if it is refused: `problem` says why. The bytes must live as long as the list. */
  add(text: Span): bool {
    const written = new WrittenPattern(text);
    this.problem = written.problem;
    if (this.problem.length > 0) return false;
    if (written.kind == PatternKind.Exact) this.names.add(text);
    else if (written.kind == PatternKind.Glob) this.globs.push(text);
    else if (!this.addRegex(written)) return false;
    this.size += 1;
    return true;
  }

  private addRegex(written: WrittenPattern): bool {
    const regexes = this.regexes || new RegexSet();
    this.regexes = regexes;
    this.problem = regexes.add(written.source, true, written.anyCase) < 0 ? regexes.problem : "";
    return this.problem.length == 0;
  }

  compile(): void {
    const regexes = this.regexes;
    if (regexes !== null) regexes.compile();
  }

  matchesAny(name: Span): bool {
    if (this.names.has(name)) return true;
    for (let i = 0; i < this.globs.length; i++) if (matches(this.globs[i], name)) return true;
    const regexes = this.regexes;
    return regexes !== null && regexes.matchesAny(name);
  }
}
