import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "./part";

/** A value that comes in pieces, or not at all. */
export class CollectedValue {
  private out: Output = new Output();
  private isGiven: bool = false;

  add(piece: Span): void {
    if (piece == ABSENT) return;
    this.isGiven = true;
    this.out.raw(piece);
  }

  /** Valid until the next piece. */
  get bytes(): Span {
    return this.isGiven ? this.out.bytes : ABSENT;
  }

  free(): void {
    this.out.free();
  }
}

/** One part of an answer, as far as it has been said. */
export class CollectedPart {
  /** Text, thought, or the JSON of a call's arguments. */
  said: CollectedValue = new CollectedValue();
  id: CollectedValue = new CollectedValue();
  /** A call's function. */
  name: CollectedValue = new CollectedValue();
  signature: CollectedValue = new CollectedValue();
  encrypted: CollectedValue = new CollectedValue();
  /** Nothing is added to a thought that was sealed. */
  sealed: bool = false;

  constructor(public kind: PartKind) {}

  /** Its spans live as long as this. */
  get part(): Part {
    if (this.kind == PartKind.ToolCall) {
      const call = new ToolCallPart();
      call.id = this.id.bytes;
      call.name = this.name.bytes;
      call.input = this.said.bytes;
      call.inputIsText = true;
      return call;
    }
    if (this.kind != PartKind.Reasoning) return new TextPart(this.said.bytes, this.kind);
    const thought = new ReasoningPart();
    thought.text = this.said.bytes;
    thought.id = this.id.bytes;
    thought.signature = this.signature.bytes;
    thought.encrypted = this.encrypted.bytes;
    return thought;
  }

  free(): void {
    this.said.free();
    this.id.free();
    this.name.free();
    this.signature.free();
    this.encrypted.free();
  }
}
