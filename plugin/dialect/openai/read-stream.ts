import { Failure } from "../../exchange/failure";
import { StopReason } from "../../exchange/response";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, startsWith } from "../../wire/span";
import { EventFraming } from "../../wire/sse";
import { filledText } from "../openai-platform/filled-text";
import { DeltaReader } from "./read-delta";
import { readErrorEvent } from "./read-error-event";
import { isGivenUp, readStopReason, settledReason } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/** `chat.completion.chunk` events up to `[DONE]`. https://platform.openai.com/docs/api-reference/chat/streaming */
export class OpenAiStreamReader extends StreamReader {
  private begun: bool = false;
  private stopped: bool = false;
  private reason: StopReason = StopReason.End;
  private delta: DeltaReader;

  /** `isSigned`: its provider signs, and in a later piece perhaps than the one that it signs. */
  constructor(isSigned: bool) {
    super(new EventFraming());
    this.delta = new DeltaReader(isSigned);
  }

  read(writer: StreamWriter): Step {
    this.onlyUsage = false;
    if (this.finished) return Step.Nothing;
    const data = this.framing.data;
    if (startsWith(data, "[DONE]")) return this.finish(writer);
    if (!tape.scan(data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent an event that is no JSON object");
    }
    const failure = readErrorEvent(tape);
    if (failure !== null) return this.told(failure);
    const usage = tape.find(tape.root, "usage");
    readUsage(tape, usage, this.usage);
    const choices = tape.find(tape.root, "choices");
    const choice = tape.isArray(choices) ? tape.first(choices) : NOTHING;
    if (choice == NOTHING) {
      this.onlyUsage = tape.isObject(usage);
      return Step.Nothing;
    }
    return this.readChoice(choice, writer);
  }

  private readChoice(choice: i32, writer: StreamWriter): Step {
    if (!this.begun) {
      this.begun = true;
      writer.begin(filledText(tape, tape.root, "id"), filledText(tape, tape.root, "model"), this.usage);
    }
    const step = this.readPiece(tape, choice, writer);
    if (this.delta.calls.tooMany) return this.broken("the provider made more than 1,024 tool calls in one answer");
    const reason = filledText(tape, choice, "finish_reason");
    if (reason == ABSENT) return step;
    if (isGivenUp(reason)) return this.broken("the provider gave its answer up");
    this.stopped = true;
    this.reason = readStopReason(reason);
    return step;
  }

  /** What a choice says. */
  protected readPiece(tape: Tape, choice: i32, writer: StreamWriter): Step {
    return this.delta.read(tape, choice, writer);
  }

  private finish(writer: StreamWriter): Step {
    if (!this.begun) return this.broken("the provider ended its stream without an answer");
    this.finished = true;
    this.delta.end(writer);
    writer.finish(settledReason(this.reason, this.delta.calls.count > 0, this.delta.refuses), ABSENT, this.usage);
    return Step.Finished;
  }

  /** Some servers close after the last chunk without `[DONE]`. */
  end(writer: StreamWriter): bool {
    if (!this.finished && this.stopped) this.finish(writer);
    return this.finished;
  }

  private told(failure: Failure): Step {
    this.reported(failure.status, failure.message);
    this.failure = failure;
    return Step.Failed;
  }

  free(): void {
    super.free();
    this.delta.free();
  }
}
