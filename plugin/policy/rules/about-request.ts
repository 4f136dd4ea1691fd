import { Operation } from "../../dialect/operation";
import { PatternList } from "../../match/pattern";
import { is, length, Span } from "../../wire/span";
import { Comparison } from "./comparison";
import { Condition } from "./condition";
import { Subject } from "./subject";

export class ModelIs extends Condition {
  constructor(private models: PatternList) {
    super();
  }

  holds(subject: Subject): bool {
    return this.models.matchesAny(subject.facts.model);
  }
}

export class DialectIs extends Condition {
  constructor(private names: Array<Span>) {
    super();
  }

  holds(subject: Subject): bool {
    const spoken = subject.request.dialect.family();
    for (let i = 0; i < this.names.length; i++) if (is(this.names[i], spoken)) return true;
    return false;
  }
}

export class EndpointIs extends Condition {
  constructor(private operations: Array<Operation>) {
    super();
  }

  holds(subject: Subject): bool {
    // Whoever keeps something from chats keeps it from their short form too.
    const isCompact = subject.operation == Operation.Compact;
    return this.operations.includes(isCompact ? Operation.Chat : subject.operation);
  }
}

export class BytesAre extends Condition {
  constructor(private comparison: Comparison) {
    super();
  }

  holds(subject: Subject): bool {
    return this.comparison.holds(length(subject.request.body));
  }
}
