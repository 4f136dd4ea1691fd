import { Failure } from "../../exchange/failure";
import { FAILURES, Kind } from "../failure/table";

/** What the caller gets where no attempt answers: of all that they met, what tells most. */
export class Verdict {
  /** Null: no attempt was answered with a failure. */
  private failure: Failure | null = null;
  /** Its `Kind`; -1: it is no attempt's. */
  private kind: i32 = -1;
  /** The answer that Envoy lets through says so by itself, in the caller's dialect. */
  private passes: bool = false;
  private isFinal: bool = false;

  /** An attempt has failed. `passes`: its own answer tells the caller, if it is the one that goes through. */
  note(kind: Kind, failure: Failure, passes: bool): void {
    if (this.isFinal || this.tellsMoreThan(kind)) {
      this.passes = false;
      return;
    }
    this.failure = failure;
    this.kind = kind;
    this.passes = passes;
  }

  /** Nothing is left to ask: the caller gets the failure. */
  close(failure: Failure): Failure {
    this.failure = failure;
    this.isFinal = true;
    return failure;
  }

  /** What the attempts met; where that is nothing, `otherwise`. */
  or(otherwise: Failure): Failure {
    const failure = this.failure;
    return failure === null ? otherwise : failure;
  }

  /** The failure of a kind that Envoy itself tells of, or what an attempt met, if that tells more. */
  orWorse(kind: Kind, failure: Failure): Failure {
    return this.tellsMoreThan(kind) ? this.or(failure) : failure;
  }

  /** In place of an answer of the last attempt's; null: that goes through. */
  get inPlace(): Failure | null {
    return this.passes ? null : this.failure;
  }

  /** Told in any case; null: nothing is yet. */
  get final(): Failure | null {
    return this.isFinal ? this.failure : null;
  }

  private tellsMoreThan(kind: Kind): bool {
    return this.kind >= 0 && FAILURES[this.kind].tells > FAILURES[kind].tells;
  }
}
