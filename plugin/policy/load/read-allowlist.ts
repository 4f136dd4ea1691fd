import { PatternList } from "../../match/pattern";
import { NOTHING, Tape } from "../../wire/json-tape";
import { hash64, Span, same, text } from "../../wire/span";
import { Allowlist } from "../callers/allowlist";
import { Policy } from "../policy";
import { decoded } from "./decoded";
import { refuse } from "./problem";

/** Reads the allowlists of one policy. Thousands of keys share a few lists of patterns: each distinct one is made once. */
export class Allowlists {
  private lists: Map<u64, List> = new Map();
  private nothing: PatternList = new PatternList();

  constructor(
    private tape: Tape,
    private policy: Policy,
  ) {}

  /** Of the key or tenant at `owner`, one of `policy.<among>`; null: the policy is refused. An absent list is an empty one. */
  read(owner: i32, among: string): Allowlist | null {
    const allow = this.patterns(owner, "allow", among);
    const deny = this.patterns(owner, "deny", among);
    return allow === null || deny === null ? null : new Allowlist(allow, deny);
  }

  /** The list of patterns in one field of it; null: the policy is refused. */
  patterns(owner: i32, field: string, among: string): PatternList | null {
    const value = this.tape.find(owner, field);
    if (value == NOTHING) return this.nothing;
    const raw = this.tape.bytes(value);
    const hashed = hash64(raw);
    if (this.lists.has(hashed)) {
      const known = this.lists.get(hashed);
      if (same(known.raw, raw)) return known.patterns;
    }
    const made = new PatternList();
    const problem = this.fill(made, value);
    if (problem.length > 0) {
      const id = text(this.tape.text(this.tape.find(owner, "id")));
      refuse("policy." + among + "." + id + "." + field, problem);
      return null;
    }
    this.lists.set(hashed, new List(raw, made));
    return made;
  }

  /** What is wrong with the list; empty if nothing is. */
  private fill(patterns: PatternList, list: i32): string {
    const tape = this.tape;
    if (!tape.isArray(list)) return "expected a list of patterns";
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
      if (!tape.isString(item)) return "expected a list of patterns";
      const pattern = decoded(tape, item, this.policy);
      if (!patterns.add(pattern)) return "'" + text(pattern) + "' " + patterns.problem;
    }
    patterns.compile();
    return "";
  }
}

class List {
  constructor(
    /** As it stands in the document. */
    public raw: Span,
    public patterns: PatternList,
  ) {}
}
