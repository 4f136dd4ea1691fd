import { Subject } from "./subject";

/** One thing that a rule asks of a request. */
export abstract class Condition {
  abstract holds(subject: Subject): bool;
}
