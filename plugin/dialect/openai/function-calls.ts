import { ToolCallPart } from "../../exchange/part";
import { Arena } from "../../wire/arena";
import { Output } from "../../wire/output";
import { Span, same } from "../../wire/span";

const scratch = new Output();

/** Calls without a result are forgotten beyond this, the oldest first: one is usual. */
const MOST_WAITING: i32 = 16;

/** The deprecated calls of a conversation, which have no ids: results tell by the function's name what they answer. */
export class FunctionCalls {
  private waiting: Array<ToolCallPart> = [];
  private count: i32 = 0;

  constructor(public arena: Arena) {}

  add(call: ToolCallPart): void {
    call.id = this.next();
    if (this.waiting.length == MOST_WAITING) this.waiting.shift();
    this.waiting.push(call);
  }

  /** The id of the call that a result answers; a new one if nobody called. */
  answered(name: Span): Span {
    for (let i = 0; i < this.waiting.length; i++) {
      const call = this.waiting[i];
      if (!same(call.name, name)) continue;
      this.waiting.splice(i, 1);
      return call.id;
    }
    return this.next();
  }

  private next(): Span {
    scratch.clear();
    scratch.ascii("call_");
    scratch.decimal(this.count++);
    return this.arena.keep(scratch.bytes);
  }
}
