import { keepDocument } from "../cache/kept-answer";
import { EmbeddingResponse } from "../exchange/embedding";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { Span } from "../wire/span";
import { WholeAnswer } from "./whole-answer";

/** 2,048 vectors of 1,536 floats are more values than a tape holds: what need not be translated passes without being counted. */
const MAX_READ: i32 = 8 * 1024 * 1024;

/** Embeddings, in one document. */
export class EmbeddingAnswer extends WholeAnswer {
  private response: EmbeddingResponse = new EmbeddingResponse();

  protected get kind(): string {
    return "list of embeddings";
  }

  protected passesUnread(size: i32): bool {
    return size > MAX_READ && this.status == 200 && !this.isRewritten;
  }

  protected read(tape: Tape): bool {
    const shape = this.translation.embeddings;
    if (shape === null || !shape.readResponse(tape, this.response)) return false;
    if (this.isRewritten && !this.isComplete) return false;
    this.usage = this.response.usage;
    return true;
  }

  /** A client tells vectors from one another by their place alone. */
  private get isComplete(): bool {
    const request = this.exchange.request.embedding;
    return request !== null && request.inputs.length == this.response.vectors.length;
  }

  protected get isRewritten(): bool {
    return !this.translation.isNative;
  }

  protected write(out: Output): string {
    const shape = this.exchange.embeddings;
    const request = this.exchange.request.embedding;
    if (shape !== null && request !== null) shape.writeResponse(this.response, request, new JsonWriter(out));
    return "application/json";
  }

  protected keep(document: Span, written: Span): void {
    keepDocument(this.exchange, this.target, this.exchange.dialect.name, written);
  }
}
