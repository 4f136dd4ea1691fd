import { Decision } from "./decision";
import { Findings } from "./findings";
import { Rule } from "./rule";
import { Subject } from "./subject";

/** The rules of a policy, in their order, with all that they look for. */
export class RuleSet {
  rules: Array<Rule> = [];
  decisions: Array<Decision> = [];
  findings: Findings = new Findings();

  get isEmpty(): bool {
    return this.rules.length == 0;
  }

  /** The first rule that holds; null: none does. */
  find(subject: Subject): Rule | null {
    for (let i = 0; i < this.rules.length; i++) if (this.rules[i].holds(subject)) return this.rules[i];
    return null;
  }
}
