import { appendBody, body, replaceBody } from "../abi/host";
import { BufferType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { StreamWriter } from "../exchange/stream";
import { Outlet } from "../policy/stream/outlet";
import { Framing } from "../wire/framing";
import { Span } from "../wire/span";

/** The provider's bytes go through: both sides speak the same, and all of it is the client's. */
export class BytesOutlet extends Outlet {
  constructor(
    private framing: Framing,
    private writer: StreamWriter,
  ) {
    super();
  }

  get showsErrors(): bool {
    return true;
  }

  get isBetweenEvents(): bool {
    return !this.framing.inEvent;
  }

  letGo(size: i32, ping: Span): void {
    if (this.isBetweenEvents) appendBody(BufferType.ResponseBody, size, ping);
  }

  /** Of a chunk that fails what stands before the event that did, and an error event in its place. */
  pass(size: i32, held: i32, failure: Failure | null): void {
    this.spoke = size > 0;
    if (failure === null) return;
    const out = this.writer.out;
    const kept = held + this.framing.eventStart;
    if (kept > 0) out.raw(body(BufferType.ResponseBody, 0, kept));
    this.tell(failure, this.framing.midEvent);
    replaceBody(BufferType.ResponseBody, size, out.bytes);
    out.clear();
  }

  passRest(size: i32): void {}

  breakOff(failure: Failure): void {
    this.tell(failure, this.framing.inEvent);
  }

  /** `inEvent`: the bytes stopped inside of one. */
  private tell(failure: Failure, inEvent: bool): void {
    if (inEvent) this.writer.out.ascii(this.framing.closing);
    this.writer.fail(failure);
  }
}
