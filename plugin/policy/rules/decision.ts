import { ABSENT, Span } from "../../wire/span";

/** Whom a rule asks; where that is, the control plane knows. */
export class Decision {
  /** How long the request waits, in milliseconds. */
  timeout: i32 = 0;
  /** The model that is taken without an answer, as a raw JSON string and decoded; ABSENT: the one that was asked for. */
  rawDefault: Span = ABSENT;
  default: Span = ABSENT;

  constructor(public name: Span) {}
}
