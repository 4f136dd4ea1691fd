import { NAMED_OPERATIONS, Operation } from "../../dialect/operation";
import { PatternList } from "../../match/pattern";
import { PII_KINDS } from "../../match/pii/kind";
import { piiKindNamed } from "../../match/pii/kind-named";
import { SCRIPTS, Script } from "../../match/script-name";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, placeIn, Span, text } from "../../wire/span";
import { Policy } from "../policy";
import { HeaderIs, TagIsAmong, TenantIs } from "../rules/about-caller";
import { MessagesAre, PromptHas, TokensAre, Trait } from "../rules/about-prompt";
import { BytesAre, DialectIs, EndpointIs, ModelIs } from "../rules/about-request";
import { FitsPattern, HoldsPii, SaysKeyword, ScriptIs } from "../rules/about-texts";
import { Comparison } from "../rules/comparison";
import { Condition } from "../rules/condition";
import { decoded } from "./decoded";
import { readTime } from "./read-time";

const ALL_PII: i32 = PII_KINDS.reduce<i32>((kinds, one) => kinds | one.kind, 0);

/** The kinds in a list, as a mask; -1: one that nobody knows. */
export function piiKinds(tape: Tape, list: i32): i32 {
  let kinds = 0;
  if (!tape.isArray(list)) return kinds;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const kind = piiKindNamed(tape.text(item));
    if (kind == 0) return -1;
    kinds |= kind;
  }
  return kinds;
}

/**
 * Reads the conditions of rules. A condition that this filter does not know refuses the policy: to leave it
 * out would let the rule apply where it must not.
 */
export class ConditionReader {
  problem: string = "";

  constructor(
    private tape: Tape,
    private policy: Policy,
  ) {}

  /** Into the order in which they are tested: facts, then the prompt's counts, then its texts. False: `problem` says why. */
  read(when: i32, into: Array<Condition>): bool {
    const tape = this.tape;
    const counts: Array<Condition> = [];
    const texts: Array<Condition> = [];
    if (!tape.isObject(when)) return this.refuse("expected an object");
    for (let key = tape.first(when); key != NOTHING; key = tape.nextKey(when, key)) {
      const name = tape.bytes(key);
      const fact = this.readFact(name, key + 1);
      if (fact !== null) {
        into.push(fact);
      } else if (is(name, "headers")) {
        this.readHeaders(key + 1, into);
      } else {
        const count = this.readCount(name, key + 1);
        const ofText: Condition | null = count === null ? this.readText(name, key + 1) : null;
        if (count !== null) counts.push(count);
        else if (ofText !== null) texts.push(ofText);
        else if (this.problem.length == 0) this.problem = text(name) + ": this filter knows no such condition";
      }
      if (this.problem.length > 0) return false;
    }
    for (let i = 0; i < counts.length; i++) into.push(counts[i]);
    for (let i = 0; i < texts.length; i++) into.push(texts[i]);
    return true;
  }

  private refuse(problem: string): bool {
    this.problem = problem;
    return false;
  }

  private readFact(name: Span, value: i32): Condition | null {
    if (is(name, "model")) return new ModelIs(this.patterns(name, value));
    if (is(name, "dialect")) return new DialectIs(this.strings(value));
    if (is(name, "endpoint")) return new EndpointIs(this.operations(value));
    if (is(name, "tenant")) return new TenantIs(this.patterns(name, value));
    if (is(name, "tags")) return new TagIsAmong(this.strings(value));
    if (is(name, "bytes")) return new BytesAre(new Comparison(this.tape, value));
    return is(name, "time") ? readTime(this.tape, value) : null;
  }

  private readCount(name: Span, value: i32): Condition | null {
    const wanted = this.tape.isTrue(value);
    if (is(name, "estimated_tokens")) return new TokensAre(new Comparison(this.tape, value));
    if (is(name, "messages")) return new MessagesAre(new Comparison(this.tape, value));
    if (is(name, "has_tools")) return new PromptHas(Trait.Tools, wanted);
    if (is(name, "has_images")) return new PromptHas(Trait.Images, wanted);
    if (is(name, "has_system")) return new PromptHas(Trait.System, wanted);
    return is(name, "has_schema") ? new PromptHas(Trait.Schema, wanted) : null;
  }

  private readText(name: Span, value: i32): Condition | null {
    if (is(name, "keywords")) return this.readKeywords(value);
    if (is(name, "prompt_matches")) return this.readPattern(value);
    if (is(name, "script")) return this.readScripts(value);
    if (!is(name, "contains_pii")) return null;
    if (this.tape.isFalse(value)) return this.holdsPii(ALL_PII, false);
    return this.holdsPii(piiKinds(this.tape, value), true);
  }

  private holdsPii(kinds: i32, wanted: bool): Condition | null {
    if (kinds <= 0) {
      this.problem = "contains_pii: names an unknown kind";
      return null;
    }
    this.policy.rules.findings.piiKinds |= kinds;
    return new HoldsPii(kinds, wanted);
  }

  private readKeywords(list: i32): Condition {
    const words = this.strings(list);
    const findings = this.policy.rules.findings;
    const index = findings.keywordLists++;
    for (let i = 0; i < words.length; i++) findings.keywords.add(words[i], index);
    if (findings.keywords.problem.length > 0) this.problem = "keywords: " + findings.keywords.problem;
    return new SaysKeyword(index);
  }

  private readPattern(value: i32): Condition | null {
    const patterns = this.policy.rules.findings.patterns;
    const index = patterns.add(decoded(this.tape, value, this.policy));
    if (index >= 0) return new FitsPattern(index);
    this.problem = "prompt_matches: " + patterns.problem;
    return null;
  }

  private readScripts(list: i32): Condition {
    const names = this.strings(list);
    const scripts: Array<Script> = [];
    for (let i = 0; i < names.length; i++) {
      const script = placeIn(SCRIPTS, names[i]);
      if (script <= Script.None) this.problem = "script: unknown";
      scripts.push(script);
    }
    return new ScriptIs(scripts);
  }

  /** A pattern over the value of each, or whether it is there. */
  private readHeaders(object: i32, into: Array<Condition>): void {
    const tape = this.tape;
    if (!tape.isObject(object)) return;
    for (let key = tape.first(object); key != NOTHING; key = tape.nextKey(object, key)) {
      const value = key + 1;
      const values: PatternList | null = tape.isString(value) ? this.patterns(tape.bytes(key), value) : null;
      into.push(new HeaderIs(text(tape.bytes(key)), !tape.isFalse(value), values));
    }
  }

  private patterns(name: Span, value: i32): PatternList {
    const list = new PatternList();
    const texts = this.strings(value);
    for (let i = 0; i < texts.length; i++) if (!list.add(texts[i])) this.problem = text(name) + ": " + list.problem;
    list.compile();
    return list;
  }

  private operations(value: i32): Array<Operation> {
    const names = this.strings(value);
    const operations: Array<Operation> = [];
    for (let i = 0; i < names.length; i++) {
      const operation = placeIn(NAMED_OPERATIONS, names[i]);
      if (operation < 0) this.problem = "endpoint: unknown";
      else operations.push(Operation.Chat + operation);
    }
    return operations;
  }

  /** Decoded strings of a list, or of a single string. */
  private strings(value: i32): Array<Span> {
    const tape = this.tape;
    const texts: Array<Span> = [];
    if (tape.isString(value)) texts.push(decoded(tape, value, this.policy));
    if (!tape.isArray(value)) return texts;
    for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
      if (tape.isString(item)) texts.push(decoded(tape, item, this.policy));
    }
    return texts;
  }
}
