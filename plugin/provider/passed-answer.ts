import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { WholeAnswer } from "./whole-answer";

/** A document that only a provider of the client's own dialect makes, and that is the client's as it is. */
export class PassedAnswer extends WholeAnswer {
  protected get kind(): string {
    return "answer";
  }

  protected read(tape: Tape): bool {
    return this.translation.spoken.readError(tape, 502) === null;
  }

  protected get isRewritten(): bool {
    return false;
  }

  protected write(out: Output): string {
    return "application/json";
  }
}
