import { length, Span } from "../wire/span";
import { tokensOf } from "./estimate";
import { Listener } from "./listener";
import { SilentWriter, StreamWriter } from "./stream";

/** Counts what a stream says. */
export class Tally extends Listener {
  private bytes: i64 = 0;
  /** Who was told before `mute`. */
  private muted: StreamWriter | null = null;

  /** About how many tokens so far. */
  get tokens(): i64 {
    return tokensOf(this.bytes);
  }

  /** From now on nobody is told. */
  mute(): void {
    this.muted = this.inner;
    this.inner = new SilentWriter(this.out);
  }

  text(piece: Span): void {
    this.bytes += length(piece);
    super.text(piece);
  }
  refusal(piece: Span): void {
    this.bytes += length(piece);
    super.refusal(piece);
  }
  reasoning(piece: Span): void {
    this.bytes += length(piece);
    super.reasoning(piece);
  }
  toolCall(index: i32, id: Span, name: Span): void {
    this.bytes += length(name);
    super.toolCall(index, id, name);
  }
  toolInput(index: i32, piece: Span): void {
    this.bytes += length(piece);
    super.toolInput(index, piece);
  }

  free(): void {
    super.free();
    const muted = this.muted;
    if (muted !== null) muted.free();
  }
}
