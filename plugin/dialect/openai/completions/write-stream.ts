import { Failure } from "../../../exchange/failure";
import { ChatRequest } from "../../../exchange/request";
import { StopReason, Usage } from "../../../exchange/response";
import { Stamp } from "../../../exchange/stamp";
import { StreamWriter } from "../../../exchange/stream";
import { Output } from "../../../wire/output";
import { Span } from "../../../wire/span";
import { writeComment } from "../../../wire/sse";
import { Chunks } from "../chunks";
import { completionReason } from "./answer-text";

/** A whole answer's object for each piece of it. https://platform.openai.com/docs/api-reference/completions */
export class CompletionStreamWriter extends StreamWriter {
  private chunks: Chunks;

  constructor(
    request: ChatRequest,
    private stamp: Stamp,
    out: Output,
  ) {
    super(out);
    this.chunks = new Chunks(out, request.streamUsage);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.chunks.begin(id, model, "text_completion", "cmpl-", this.stamp);
  }

  text(piece: Span): void {
    this.chunks.open();
    this.out.ascii('"text":"');
    this.out.raw(piece);
    this.out.ascii('","logprobs":null,"finish_reason":null');
    this.chunks.close();
  }

  refusal(piece: Span): void {
    this.text(piece);
  }

  /** A thought has no place here. */
  reasoning(piece: Span): void {}
  signature(signature: Span, id: Span): void {}
  encryptedReasoning(data: Span, id: Span): void {}
  /** Such a request offers no tools. */
  toolCall(index: i32, id: Span, name: Span): void {}
  toolInput(index: i32, piece: Span): void {}

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    this.chunks.open();
    this.out.ascii('"text":"","logprobs":null,"finish_reason":"');
    this.out.ascii(completionReason(reason));
    this.out.byte(0x22);
    this.chunks.close();
    this.chunks.end(usage);
  }

  fail(failure: Failure): void {
    this.chunks.fail(failure);
  }

  ping(model: Span): void {
    writeComment(this.out);
  }

  free(): void {
    this.chunks.free();
  }
}
