import { Forced } from "../../exchange/forced";
import { ABSENT, Span } from "../../wire/span";
import { NO_REQUIREMENT, Requirement } from "../model/requirement";
import { Condition } from "./condition";
import { Decision } from "./decision";
import { Subject } from "./subject";

/** What holds for a request that meets its conditions. */
export class Rule {
  /** In the order in which to test them: what costs least first. */
  conditions: Array<Condition> = [];

  /** The model in place of the one that was asked for, as a raw JSON string and decoded; ABSENT: that one. */
  rawUse: Span = ABSENT;
  use: Span = ABSENT;
  /** Why the request is refused; ABSENT: it is not. */
  deny: Span = ABSENT;
  /** Who is asked; null: nobody. */
  ask: Decision | null = null;
  tags: Array<Span> = [];
  forced: Forced = new Forced();
  /** A `cache_control` for providers that know it: a JSON value; ABSENT: none. */
  cacheControl: Span = ABSENT;
  /** A mask of `PiiKind`: what is taken out of the prompt. */
  redact: i32 = 0;
  /** What the request's targets have to be. */
  require: Requirement = NO_REQUIREMENT;

  constructor(public id: Span) {}

  holds(subject: Subject): bool {
    for (let i = 0; i < this.conditions.length; i++) if (!this.conditions[i].holds(subject)) return false;
    return true;
  }
}
