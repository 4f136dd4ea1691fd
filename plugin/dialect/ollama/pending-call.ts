import { Output } from "../../wire/output";
import { Span } from "../../wire/span";

/** A tool call of a stream that comes in pieces. */
export class PendingCall {
  /** The arguments so far: JSON text inside a raw string. */
  input: Output = new Output();

  constructor(
    /** ABSENT: the provider gave none. */
    public id: Span,
    public name: Span,
  ) {}

  free(): void {
    this.input.free();
  }
}
