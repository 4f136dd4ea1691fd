import { Failure } from "./failure";
import { note } from "./lost-names";

/** How well a target's dialect can say a request: what it loses, in the client's own field names. */
export class Fit {
  /** Why this target cannot take the request at all. */
  failure: Failure | null = null;
  /** Left out, since the answer's meaning does not hang on it. */
  dropped: Array<string> = [];
  /** Said in another way, which comes close. */
  approximated: Array<string> = [];

  drop(field: string): void {
    note(field, this.dropped);
  }

  approximate(field: string): void {
    note(field, this.approximated);
  }

  /** Only the first refusal is told. `why` follows the field's name. */
  refuse(field: string, why: string): void {
    if (this.failure === null) this.failure = new Failure(400, field + ": " + why, field);
  }
}
