import { Output } from "../../wire/output";
import { ABSENT, length, Span, span, start } from "../../wire/span";

/** A tool call that began while another one was being written: kept until that one's block is closed. */
export class WaitingCall {
  private bytes: Output = new Output();
  private idEnd: i32 = 0;
  private inputBegin: i32 = 0;

  constructor(
    public index: i32,
    id: Span,
    name: Span,
  ) {
    this.bytes.raw(id);
    this.idEnd = this.bytes.size;
    this.bytes.raw(name);
    this.inputBegin = this.bytes.size;
  }

  add(piece: Span): void {
    this.bytes.raw(piece);
  }

  /** ABSENT: the provider gave none. */
  get id(): Span {
    return this.idEnd == 0 ? ABSENT : span(start(this.bytes.bytes), this.idEnd);
  }

  get name(): Span {
    return span(start(this.bytes.bytes) + this.idEnd, this.inputBegin - this.idEnd);
  }

  get input(): Span {
    const all = this.bytes.bytes;
    return span(start(all) + this.inputBegin, length(all) - this.inputBegin);
  }

  free(): void {
    this.bytes.free();
  }
}
