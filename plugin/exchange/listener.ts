import { Span } from "../wire/span";
import { Failure } from "./failure";
import { StopReason, Usage } from "./response";
import { StreamWriter } from "./stream";

/**
 * Hears what a stream says on its way to another writer. Those who listen stand one before the other; each overrides
 * what it has an ear for, and says it on.
 */
export abstract class Listener extends StreamWriter {
  constructor(protected inner: StreamWriter) {
    super(inner.out);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.inner.begin(id, model, usage);
  }
  text(piece: Span): void {
    this.inner.text(piece);
  }
  logprobs(list: Span): void {
    this.inner.logprobs(list);
  }
  refusal(piece: Span): void {
    this.inner.refusal(piece);
  }
  reasoning(piece: Span): void {
    this.inner.reasoning(piece);
  }
  signature(signature: Span, id: Span): void {
    this.inner.signature(signature, id);
  }
  encryptedReasoning(data: Span, id: Span): void {
    this.inner.encryptedReasoning(data, id);
  }
  toolCall(index: i32, id: Span, name: Span): void {
    this.inner.toolCall(index, id, name);
  }
  toolInput(index: i32, piece: Span): void {
    this.inner.toolInput(index, piece);
  }
  otherwise(): void {
    this.inner.otherwise();
  }
  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    this.inner.finish(reason, stopSequence, usage);
  }
  fail(failure: Failure): void {
    this.inner.fail(failure);
  }
  free(): void {
    this.inner.free();
  }
}
