import { PatternList } from "../../match/pattern";
import { HeaderReader } from "../../wire/header-list";
import { ABSENT, is, Span, same } from "../../wire/span";
import { Condition } from "./condition";
import { Subject } from "./subject";

/** One for all: rules are many, and none of them holds on to it. */
const headers = new HeaderReader(ABSENT);

export class TenantIs extends Condition {
  constructor(private tenants: PatternList) {
    super();
  }

  holds(subject: Subject): bool {
    const key = subject.key;
    return key !== null && this.tenants.matchesAny(key.tenant);
  }
}

export class TagIsAmong extends Condition {
  constructor(private tags: Array<Span>) {
    super();
  }

  holds(subject: Subject): bool {
    const key = subject.key;
    if (key === null) return false;
    for (let i = 0; i < this.tags.length; i++) {
      for (let j = 0; j < key.tags.length; j++) if (same(this.tags[i], key.tags[j])) return true;
    }
    return false;
  }
}

/** A header that is there, and fits if it has to; of several, one is enough. `wanted` false: that is not there. */
export class HeaderIs extends Condition {
  constructor(
    private name: string,
    private wanted: bool,
    private values: PatternList | null,
  ) {
    super();
  }

  holds(subject: Subject): bool {
    const values = this.values;
    headers.restart(subject.headers);
    while (headers.next()) {
      if (is(headers.name, this.name) && (values === null || values.matchesAny(headers.value))) return this.wanted;
    }
    return !this.wanted;
  }
}
