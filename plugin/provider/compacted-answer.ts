import { ChatResponse } from "../exchange/response";
import { Tape } from "../wire/json-tape";
import { PassedAnswer } from "./passed-answer";

/** A compacted conversation: the client's as it is, and counted like an answer. */
export class CompactedAnswer extends PassedAnswer {
  protected get kind(): string {
    return "compacted conversation";
  }

  protected read(tape: Tape): bool {
    const response = new ChatResponse();
    if (!this.translation.spoken.readResponse(tape, response)) return false;
    this.usage = response.usage;
    return true;
  }
}
