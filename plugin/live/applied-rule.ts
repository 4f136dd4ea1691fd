import { Rule } from "../policy/rules/rule";
import { Arena } from "../wire/arena";
import { ABSENT, Span } from "../wire/span";

/** The rule that applied to an exchange, and what it, or the decision that it asked for, says of the request. */
export class AppliedRule {
  /** Null: none did. */
  rule: Rule | null = null;
  tags: Array<Span> = [];
  private kept: Arena = new Arena();

  /** ABSENT: no rule applied. */
  get id(): Span {
    const rule = this.rule;
    return rule === null ? ABSENT : rule.id;
  }

  /** Of the bytes a copy is kept. */
  tag(tag: Span): void {
    this.tags.push(this.kept.keep(tag));
  }

  free(): void {
    this.kept.free();
  }
}
