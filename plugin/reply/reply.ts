import { sendLocalResponse } from "../abi/host";
import { Span } from "../wire/span";

/** What the caller gets in place of a provider's answer; valid until the next is made. */
export class Reply {
  constructor(
    public status: i32,
    /** Serialised pairs. */
    public head: Span,
    public body: Span,
  ) {}

  /** To the stream that is spoken for. */
  send(): void {
    sendLocalResponse(this.status, this.head, this.body);
  }
}
