import { Failure } from "../../exchange/failure";
import { FAILURES, FailureKind } from "../failure/table";
import { NEVER_FREE } from "../provider/freedom";
import { secondsUntil } from "./unanswered";

/** What the caller gets where no attempt answers: of all that they met, what tells most. */
export class Verdict {
  /** Null: no attempt was answered with a failure. */
  private failure: Failure | null = null;
  /** Its `FailureKind`; -1: it is no attempt's. */
  private kind: i32 = -1;
  /** The answer that Envoy lets through says so by itself, in the caller's dialect. */
  private passes: bool = false;
  /** Nothing is left to ask: told in any case. */
  isFinal: bool = false;
  /** The attempt that ended last without an answer ran out of time. */
  isOutOfTime: bool = false;

  /** An attempt has failed. `passes`: its own answer tells the caller, if it is the one that goes through. */
  note(kind: FailureKind, failure: Failure, passes: bool): void {
    if (this.isFinal || this.tellsMoreThan(kind)) {
      this.passes = false;
      return;
    }
    this.failure = failure;
    this.kind = kind;
    this.passes = passes;
  }

  /** When to come again, in milliseconds since 1970; 0: soon, NEVER_FREE: nobody knows. */
  returns(at: i64, now: i64): void {
    const failure = this.failure;
    if (failure !== null) failure.retryAfter = at == 0 || at == NEVER_FREE ? "" : secondsUntil(at, now).toString();
  }

  /** It is told of a provider key that is not taken. */
  get isOfKey(): bool {
    return this.kind == FailureKind.KeyRefused;
  }

  replace(failure: Failure): void {
    this.failure = failure;
    this.passes = false;
  }

  close(failure: Failure): void {
    this.failure = failure;
    this.passes = false;
    this.isFinal = true;
  }

  /** What the attempts met; where that is nothing, `otherwise`. */
  or(otherwise: Failure): Failure {
    const failure = this.failure;
    return failure === null ? otherwise : failure;
  }

  /** The failure of a kind that Envoy itself tells of, or what an attempt met, if that tells more. */
  orWorse(kind: FailureKind, failure: Failure): Failure {
    return this.tellsMoreThan(kind) ? this.or(failure) : failure;
  }

  /** What the answer that Envoy lets through says by itself; null: `inPlace` is told. */
  get said(): Failure | null {
    return this.passes ? this.failure : null;
  }

  /** In place of the answer that Envoy lets through; null: that says it. */
  get inPlace(): Failure | null {
    return this.passes ? null : this.failure;
  }

  private tellsMoreThan(kind: FailureKind): bool {
    return this.kind >= 0 && FAILURES[this.kind].tells > FAILURES[kind].tells;
  }
}
