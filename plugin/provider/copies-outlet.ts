import { Step, StreamReader, StreamWriter } from "../exchange/stream";
import { writeEvent } from "../wire/sse";
import { EventsOutlet } from "./events-outlet";

/** Both sides speak the same, and not all of it is the client's: the events that are, are copied. */
export class CopiesOutlet extends EventsOutlet {
  constructor(
    private reader: StreamReader,
    writer: StreamWriter,
  ) {
    super(writer);
  }

  get showsErrors(): bool {
    return true;
  }

  /** Not the usage that only the gateway asked for, and no event that makes no sense. */
  heard(step: Step): void {
    const reader = this.reader;
    if (reader.onlyUsage || (step == Step.Failed && !reader.saidFailure)) return;
    writeEvent(reader.framing.data, this.writer.out);
  }
}
