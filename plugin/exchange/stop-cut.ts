import { escape, unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { Span, span, start } from "../wire/span";
import { Listener } from "./listener";
import { StopReason, Usage } from "./response";
import { StopSequences } from "./stop-sequences";
import { StreamWriter } from "./stream";

/**
 * Ends what a stream says at a stop sequence. The client hears no more of it, but for its end, which tells the tokens
 * that the provider counts. Of a text no more is held back than may be the beginning of a sequence.
 */
export class StopCut extends Listener {
  private isCut: bool = false;
  private calls: bool = false;
  /** Text that may be the beginning of a sequence, as UTF-8. */
  private held: Output = new Output();
  private raw: Output = new Output();

  constructor(
    inner: StreamWriter,
    private stops: StopSequences,
  ) {
    super(inner);
  }

  text(piece: Span): void {
    if (this.isCut) return;
    unescape(piece, this.held);
    this.isCut = this.stops.find(this.held.bytes);
    this.say(this.isCut ? this.stops.at : this.held.size - this.stops.pending(this.held.bytes));
  }

  /** Tells the first bytes of what is held. */
  private say(size: i32): void {
    if (size <= 0) return;
    this.raw.clear();
    escape(span(start(this.held.bytes), size), this.raw);
    this.held.drop(size);
    this.inner.text(this.raw.bytes);
  }

  /** Something else follows: no sequence goes on behind it. False: it is told to nobody. */
  private goesOn(): bool {
    if (!this.isCut) this.say(this.held.size);
    return !this.isCut;
  }

  logprobs(list: Span): void {
    if (!this.isCut) super.logprobs(list);
  }
  refusal(piece: Span): void {
    if (this.goesOn()) super.refusal(piece);
  }
  reasoning(piece: Span): void {
    if (this.goesOn()) super.reasoning(piece);
  }
  signature(signature: Span, id: Span): void {
    if (this.goesOn()) super.signature(signature, id);
  }
  encryptedReasoning(data: Span, id: Span): void {
    if (this.goesOn()) super.encryptedReasoning(data, id);
  }
  toolCall(index: i32, id: Span, name: Span): void {
    if (!this.goesOn()) return;
    this.calls = true;
    super.toolCall(index, id, name);
  }
  toolInput(index: i32, piece: Span): void {
    if (this.goesOn()) super.toolInput(index, piece);
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    if (this.goesOn()) return super.finish(reason, stopSequence, usage);
    super.finish(this.calls ? StopReason.ToolUse : StopReason.StopSequence, this.stops.found, usage);
  }

  free(): void {
    super.free();
    this.held.free();
    this.raw.free();
    this.stops.free();
  }
}
