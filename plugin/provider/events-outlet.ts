import { replaceBody } from "../abi/host";
import { BufferType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { StreamWriter } from "../exchange/stream";
import { Outlet } from "../policy/stream/outlet";
import { ABSENT, Span } from "../wire/span";

/** The client's events are written anew: what stands in the writer's output takes the place of the provider's bytes. */
export class EventsOutlet extends Outlet {
  constructor(protected writer: StreamWriter) {
    super();
  }

  get showsErrors(): bool {
    return false;
  }

  pass(size: i32, held: i32, failure: Failure | null): void {
    const out = this.writer.out;
    if (failure !== null) this.writer.fail(failure);
    this.spoke = out.size > 0;
    replaceBody(BufferType.ResponseBody, size, out.bytes);
    out.clear();
  }

  letGo(size: i32, ping: Span): void {
    this.writer.out.raw(ping);
    this.pass(size, size, null);
  }

  passRest(size: i32): void {
    replaceBody(BufferType.ResponseBody, size, ABSENT);
  }

  breakOff(failure: Failure): void {
    this.writer.fail(failure);
  }
}
