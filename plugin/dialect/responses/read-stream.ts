import { StopReason } from "../../exchange/response";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, startsWith } from "../../wire/span";
import { EventFraming } from "../../wire/sse";
import { readErrorObject } from "../openai-platform/read-error";
import { ItemReader } from "./read-stream-items";
import { completeReason, readIncomplete } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/**
 * `response.created` … `response.completed`, `response.incomplete` or `response.failed`.
 * https://platform.openai.com/docs/api-reference/responses-streaming
 */
export class ResponsesStreamReader extends StreamReader {
  private begun: bool = false;
  private items: ItemReader = new ItemReader(tape);

  constructor() {
    super(new EventFraming());
  }

  read(writer: StreamWriter): Step {
    const data = this.framing.data;
    // Not of this dialect, but of the habits of servers that speak several.
    if (is(data, "[DONE]")) return this.finished ? Step.Finished : Step.Nothing;
    if (!tape.scan(data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent an event that is not JSON");
    }
    const type = tape.text(tape.find(tape.root, "type"));
    const response = tape.find(tape.root, "response");
    if (is(type, "error") || (type == ABSENT && tape.isObject(tape.find(tape.root, "error")))) return this.readError();
    if (is(type, "response.failed")) return this.fail(tape.find(response, "error"));
    if (this.finished) return Step.Finished;
    if (!this.begun && startsWith(type, "response.")) this.begin(response, writer);
    if (is(type, "response.completed")) return this.finish(response, false, writer);
    if (is(type, "response.incomplete")) return this.finish(response, true, writer);
    return this.items.read(type, writer) ? Step.Content : Step.Nothing;
  }

  private begin(response: i32, writer: StreamWriter): void {
    this.begun = true;
    readUsage(tape, tape.find(response, "usage"), this.usage);
    writer.begin(tape.text(tape.find(response, "id")), tape.text(tape.find(response, "model")), this.usage);
  }

  private finish(response: i32, isIncomplete: bool, writer: StreamWriter): Step {
    readUsage(tape, tape.find(response, "usage"), this.usage);
    const output = tape.find(response, "output");
    this.saidAtEnd = tape.isArray(output) && tape.first(output) != NOTHING;
    this.items.readRest(output, writer);
    const reason: StopReason = isIncomplete
      ? readIncomplete(tape, response)
      : completeReason(this.items.calls, this.items.refuses);
    this.finished = true;
    writer.finish(reason, ABSENT, this.usage);
    return Step.Finished;
  }

  /** Only the last event says that an answer is whole. */
  end(writer: StreamWriter): bool {
    return this.finished;
  }

  /** Documented flat, sent nested in `error`. */
  private readError(): Step {
    const nested = tape.find(tape.root, "error");
    return this.fail(tape.isObject(nested) ? nested : tape.root);
  }

  private fail(error: i32): Step {
    const failure = readErrorObject(tape, error, 0);
    this.reported(failure.status, failure.message);
    this.failure = failure;
    return Step.Failed;
  }
}
