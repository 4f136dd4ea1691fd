import { Failure } from "../../exchange/failure";
import { FAILURES, FailureKind } from "../failure/table";

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

  /** In place of the answer that Envoy lets through; null: that says it. */
  get inPlace(): Failure | null {
    return this.passes ? null : this.failure;
  }

  private tellsMoreThan(kind: FailureKind): bool {
    return this.kind >= 0 && FAILURES[this.kind].tells > FAILURES[kind].tells;
  }
}
