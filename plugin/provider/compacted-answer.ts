import { ChatResponse } from "../exchange/response";
import { Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { WholeAnswer } from "./whole-answer";

/** A compacted conversation: the client's as it is, and counted like an answer. */
export class CompactedAnswer extends WholeAnswer {
  protected get kind(): string {
    return "compacted conversation";
  }

  protected read(tape: Tape): bool {
    const response = new ChatResponse();
    if (!this.translation.spoken.readResponse(tape, response)) return false;
    this.usage = response.usage;
    return true;
  }

  protected get isRewritten(): bool {
    return false;
  }

  protected write(out: Output): string {
    return "application/json";
  }
}
