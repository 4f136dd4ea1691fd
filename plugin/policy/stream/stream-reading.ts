import { Failure } from "../../exchange/failure";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { Span } from "../../wire/span";
import { HardEnd } from "./hard-end";
import { Outlet } from "./outlet";
import { Progress } from "./progress";

/** Reads a provider's stream chunk by chunk. */
export class StreamReading {
  private progress: Progress = new Progress();

  constructor(
    private reader: StreamReader,
    private writer: StreamWriter,
    private outlet: Outlet,
    /** Null: no limit ends the answer. */
    private hardEnd: HardEnd | null,
  ) {}

  /** Reads the events that are whole, up to the answer's end or a failure. Valid until the next chunk. */
  read(chunk: Span, isLast: bool): Progress {
    const reader = this.reader;
    const progress = this.progress;
    progress.hasContent = false;
    progress.isLast = isLast;
    reader.framing.feed(chunk);
    progress.step = this.events(isLast);
    progress.failure = reader.failure;
    progress.saidFailure = reader.saidFailure;
    return progress;
  }

  /**
   * Behind a hard end: what the provider says to nobody is charged all the same. Its connection is left alone: Envoy ends
   * a response well only where its upstream does, and the clients' libraries report an error when it is cut, whatever end
   * mark they have read. Seen on Envoy 1.40.0.
   */
  readOn(chunk: Span, isLast: bool): void {
    this.reader.framing.feed(chunk);
    this.rest(isLast);
  }

  /** `Finished` or `Failed`; `Nothing`: more is to come. */
  private events(isLast: bool): Step {
    const reader = this.reader;
    const framing = reader.framing;
    while (framing.next(isLast)) {
      const step = reader.read(this.writer);
      if (step == Step.Content || reader.saidAtEnd) this.progress.hasContent = true;
      this.outlet.heard(step);
      if (step == Step.Failed || reader.finished) return step;
      if (this.endsHard()) {
        this.rest(isLast);
        return Step.Finished;
      }
    }
    if (framing.overlong) return this.break("the provider sent an event that is too long");
    if (!isLast) return Step.Nothing;
    if (reader.end(this.writer)) return Step.Finished;
    return this.break("the provider's stream ended in the middle");
  }

  private endsHard(): bool {
    const hardEnd = this.hardEnd;
    if (hardEnd === null || !hardEnd.isReached) return false;
    hardEnd.tell(this.writer);
    this.progress.endedHard = true;
    this.progress.hasContent = true;
    return true;
  }

  /** The rest of the chunk. */
  private rest(isLast: bool): void {
    const reader = this.reader;
    while (!reader.finished && reader.framing.next(isLast)) reader.read(this.writer);
  }

  private break(message: string): Step {
    this.reader.failure = new Failure(502, message);
    return Step.Failed;
  }
}
