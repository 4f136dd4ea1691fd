import { EmbeddingRequest, EmbeddingResponse } from "../exchange/embedding";
import { Failure } from "../exchange/failure";
import { Fit } from "../exchange/fit";
import { Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Span } from "../wire/span";

/** The embeddings of a wire protocol, on either side of an exchange. */
export abstract class EmbeddingDialect {
  // --- on the client's side
  abstract readRequest(tape: Tape, into: EmbeddingRequest): Failure | null;
  abstract writeResponse(response: EmbeddingResponse, request: EmbeddingRequest, json: JsonWriter): void;

  // --- on the provider's side
  /** The shape in which a provider that has `provider` is asked on behalf of a client of this one. */
  towards(provider: EmbeddingDialect): EmbeddingDialect {
    return provider;
  }
  /** Behind the provider's base URL. */
  abstract path(): string;
  /** What is lost of a request of another shape, and whether this one can say it at all. */
  abstract fit(request: EmbeddingRequest, into: Fit): void;
  /** `model`: a raw JSON string. */
  abstract writeRequest(request: EmbeddingRequest, model: Span, json: JsonWriter): void;
  /** False if the document holds no embeddings. */
  abstract readResponse(tape: Tape, into: EmbeddingResponse): bool;
}
