import { Failure } from "../../../exchange/failure";
import { ChatRequest } from "../../../exchange/request";
import { Traits } from "../../../exchange/traits";
import { Tape } from "../../../wire/json-tape";
import { JsonWriter } from "../../../wire/json-writer";
import { Span } from "../../../wire/span";
import { Dialect } from "../../dialect";
import { EmbeddingDialect } from "../../embedding-dialect";
import { legacyEmbeddings, Ollama } from "..";
import { fieldNames } from "../fields";
import { GenerateShape } from "./answer-shape";
import { readRequest } from "./read-request";
import { writeRequest } from "./write-request";

/** The endpoints that newer ones have replaced: `/api/generate`, a chat of one turn, and `/api/embeddings`. */
export class OllamaGenerate extends Ollama {
  constructor() {
    super(fieldNames("prompt"), new GenerateShape());
  }

  isLegacy(): bool {
    return true;
  }
  readRequest(tape: Tape, into: ChatRequest): Failure | null {
    return readRequest(tape, into);
  }

  /** An Ollama has the same endpoints, with all that no other dialect can say. */
  towards(provider: Dialect, traits: Traits): Dialect {
    return provider.name == this.name ? this : provider;
  }
  chatPath(): string {
    return "/api/generate";
  }
  writeRequest(request: ChatRequest, model: Span, traits: Traits, json: JsonWriter): void {
    writeRequest(request, model, traits, json);
  }

  embeddings(): EmbeddingDialect | null {
    return legacyEmbeddings;
  }
}
