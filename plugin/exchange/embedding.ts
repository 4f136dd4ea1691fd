import { ABSENT, Span } from "../wire/span";
import { note } from "./lost-names";
import { Usage } from "./response";

/** A request for embeddings between two dialects. Spans lie in the client's body. */
export class EmbeddingRequest {
  /** Whole JSON values: strings, or OpenAI's lists of tokens. */
  inputs: Array<Span> = [];
  /** Whether any of them is a list of tokens. */
  tokens: bool = false;
  /** A number. */
  dimensions: Span = ABSENT;
  /** The client wants each vector as base64 of little-endian 32-bit floats. */
  base64: bool = false;
  /** Ollama's `truncate`, a JSON value. */
  truncate: Span = ABSENT;
  /** Ollama's `keep_alive`, a JSON value. */
  keepAlive: Span = ABSENT;
  /** A raw string. */
  user: Span = ABSENT;
  /** As `ChatRequest.dropped`. */
  dropped: Array<string> = [];

  drop(field: string): void {
    note(field, this.dropped);
  }
}

/** The answer. Spans lie in the provider's body. */
export class EmbeddingResponse {
  /** Raw string. */
  model: Span = ABSENT;
  /** In the order of the inputs: whole JSON lists of numbers, or raw base64 strings. */
  vectors: Array<Span> = [];
  base64: bool = false;
  usage: Usage = new Usage();
}
