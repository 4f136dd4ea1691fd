import { Script } from "../../match/script-name";
import { Condition } from "./condition";
import { Subject } from "./subject";

/** One of the keywords stands in the prompt. */
export class SaysKeyword extends Condition {
  /** The list's index in `Findings.keywords`. */
  constructor(private list: i32) {
    super();
  }

  holds(subject: Subject): bool {
    return subject.findings.keywordsIn(subject.request.prompt).has(this.list);
  }
}

export class FitsPattern extends Condition {
  /** The index in `Findings.patterns`. */
  constructor(private pattern: i32) {
    super();
  }

  holds(subject: Subject): bool {
    return subject.findings.patternsIn(subject.request.prompt).has(this.pattern);
  }
}

/** `kinds`: a mask of `PiiKind`, one of which is there; or, if it is not `wanted`, none. */
export class HoldsPii extends Condition {
  constructor(
    private kinds: i32,
    private wanted: bool,
  ) {
    super();
  }

  holds(subject: Subject): bool {
    return ((subject.findings.piiIn(subject.request.prompt) & this.kinds) != 0) == this.wanted;
  }
}

export class ScriptIs extends Condition {
  constructor(private scripts: Array<Script>) {
    super();
  }

  holds(subject: Subject): bool {
    return this.scripts.includes(subject.findings.scriptOf(subject.request.prompt));
  }
}
