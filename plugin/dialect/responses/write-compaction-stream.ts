import { Failure } from "../../exchange/failure";
import { StopReason, Usage } from "../../exchange/response";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { StreamedCompaction } from "./streamed-compaction";
import { ResponsesStreamWriter } from "./write-stream";

/** An answer that is a compaction: its words are kept back until they are whole, and nothing else counts. */
export class CompactionStreamWriter extends ResponsesStreamWriter {
  private summary: Output = new Output();

  text(piece: Span): void {
    this.summary.raw(piece);
  }
  logprobs(list: Span): void {}
  refusal(piece: Span): void {}
  reasoning(piece: Span): void {}
  signature(signature: Span, id: Span): void {}
  encryptedReasoning(data: Span, id: Span): void {}
  toolCall(index: i32, id: Span, name: Span): void {}
  toolInput(index: i32, piece: Span): void {}

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    if (this.summary.size == 0) return this.fail(new Failure(502, "the model wrote no summary of the conversation"));
    const item = new StreamedCompaction(this.events, this.newId("cmp_"), this.items.length, this.summary.bytes);
    item.begin();
    this.items.push(item);
    super.finish(reason, stopSequence, usage);
  }

  free(): void {
    super.free();
    this.summary.free();
  }
}
