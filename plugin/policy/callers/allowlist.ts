import { Failure } from "../../exchange/failure";
import { PatternList } from "../../match/pattern";
import { Span, text } from "../../wire/span";

/** Which models may be used: deny goes before allow, and an empty allow allows nothing. */
export class Allowlist {
  constructor(
    /** Null: every name. */
    private allow: PatternList | null,
    private deny: PatternList,
  ) {}

  /** Of a name that callers ask for. */
  permits(model: Span): bool {
    const allow = this.allow;
    return !this.deny.matchesAny(model) && (allow === null || allow.matchesAny(model));
  }

  /** Whether any target can be denied at all: most lists name none. */
  get deniesSome(): bool {
    return this.deny.size > 0;
  }

  /** Of an upstream model: callers ask for none, so allow has no say. */
  denies(upstream: Span): bool {
    return this.deny.matchesAny(upstream);
  }
}

/** The answer to a caller whose allowlist does not hold the model. */
export function denied(model: Span): Failure {
  return new Failure(403, "this key may not use the model '" + text(model) + "'", "model");
}
