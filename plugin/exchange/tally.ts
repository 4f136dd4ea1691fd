import { length, Span } from "../wire/span";
import { tokensOf } from "./estimate";
import { Failure } from "./failure";
import { StopReason, Usage } from "./response";
import { SilentWriter, StreamWriter } from "./stream";

/** Counts what a stream says on its way to another writer. */
export class Tally extends StreamWriter {
  private bytes: i64 = 0;
  private told: StreamWriter;

  constructor(private inner: StreamWriter) {
    super(inner.out);
    this.told = inner;
  }

  /** About how many tokens so far. */
  get tokens(): i64 {
    return tokensOf(this.bytes);
  }

  /** From now on nobody is told. */
  mute(): void {
    this.told = new SilentWriter(this.out);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.told.begin(id, model, usage);
  }
  text(piece: Span): void {
    this.bytes += length(piece);
    this.told.text(piece);
  }
  logprobs(list: Span): void {
    this.told.logprobs(list);
  }
  refusal(piece: Span): void {
    this.bytes += length(piece);
    this.told.refusal(piece);
  }
  reasoning(piece: Span): void {
    this.bytes += length(piece);
    this.told.reasoning(piece);
  }
  signature(signature: Span, id: Span): void {
    this.told.signature(signature, id);
  }
  encryptedReasoning(data: Span, id: Span): void {
    this.told.encryptedReasoning(data, id);
  }
  toolCall(index: i32, id: Span, name: Span): void {
    this.bytes += length(name);
    this.told.toolCall(index, id, name);
  }
  toolInput(index: i32, piece: Span): void {
    this.bytes += length(piece);
    this.told.toolInput(index, piece);
  }
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    this.told.finish(reason, stopSequence, usage);
  }
  fail(failure: Failure): void {
    this.told.fail(failure);
  }
  free(): void {
    this.inner.free();
  }
}
