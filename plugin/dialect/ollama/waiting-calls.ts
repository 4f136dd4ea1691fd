import { ToolCallPart } from "../../exchange/part";
import { Arena } from "../../wire/arena";
import { Output } from "../../wire/output";
import { ABSENT, length, Span, same } from "../../wire/span";

const scratch = new Output();

/** More at a time are refused, since each result looks through them. Models seen in the wild make up to some dozens. */
export const MAX_WAITING: i32 = 256;

/**
 * The tool calls of a conversation that wait for their results. A client of Ollama may leave ids out
 * and tell by the function's name, or by the order alone, which call a result answers.
 */
export class WaitingCalls {
  private calls: Array<ToolCallPart> = [];
  private count: i32 = 0;

  constructor(private arena: Arena) {}

  /** Gives the call an id if it has none. False: there are too many. */
  add(call: ToolCallPart): bool {
    if (this.calls.length == MAX_WAITING) return false;
    if (call.id == ABSENT) {
      scratch.clear();
      scratch.ascii("call_");
      scratch.decimal(this.count);
      call.id = this.arena.keep(scratch.bytes);
    }
    this.count += 1;
    this.calls.push(call);
    return true;
  }

  /** The model has gone on: what was not answered never will be. */
  forget(): void {
    this.calls.length = 0;
  }

  /** The id of the call that a result answers; ABSENT if there is none. Empty: not given. */
  answered(id: Span, name: Span): Span {
    for (let i = 0; i < this.calls.length; i++) {
      const call = this.calls[i];
      const meant = length(id) > 0 ? same(call.id, id) : length(name) == 0 || same(call.name, name);
      if (!meant) continue;
      this.calls.splice(i, 1);
      return call.id;
    }
    return length(id) > 0 ? id : ABSENT;
  }
}
