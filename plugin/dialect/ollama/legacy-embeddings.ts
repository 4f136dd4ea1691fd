import { EmbeddingRequest, EmbeddingResponse } from "../../exchange/embedding";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { EmbeddingDialect } from "../embedding-dialect";
import { readValue } from "../read-values";
import { wrongType } from "../refuse";
import { dropUncarried, fitFields, writeVector } from "./embedding-fields";

/**
 * `POST /api/embeddings`: one text, one vector, which is not brought to length 1 as that of `/api/embed` is.
 * https://github.com/ollama/ollama/blob/main/docs/api.md#generate-embedding
 */
export class OllamaLegacyEmbeddings extends EmbeddingDialect {
  readRequest(tape: Tape, into: EmbeddingRequest): Failure | null {
    dropUncarried(tape, into);
    into.keepAlive = readValue(tape, tape.find(tape.root, "keep_alive"));
    const prompt = tape.find(tape.root, "prompt");
    if (!tape.isString(prompt)) return wrongType("prompt", "a string");
    into.inputs.push(tape.value(prompt));
    return null;
  }

  writeResponse(response: EmbeddingResponse, request: EmbeddingRequest, json: JsonWriter): void {
    json.object();
    json.key("embedding");
    if (response.vectors.length > 0) writeVector(response, 0, json);
    else json.literal("[]");
    json.endObject();
  }

  /** Ollama has both. */
  towards(provider: EmbeddingDialect): EmbeddingDialect {
    return provider.path() == "/api/embed" ? this : provider;
  }

  path(): string {
    return "/api/embeddings";
  }

  fit(request: EmbeddingRequest, into: Fit): void {
    if (request.inputs.length != 1) {
      into.refuse("input", "this model's provider takes one text at a time: send a request for each");
    }
    if (request.dimensions != ABSENT) {
      into.refuse("dimensions", "cannot be chosen with this model's provider: leave it out");
    }
    fitFields(request, into);
  }

  writeRequest(request: EmbeddingRequest, model: Span, json: JsonWriter): void {
    json.object();
    json.rawMember("model", model);
    if (request.inputs.length > 0) json.member("prompt", request.inputs[0]);
    json.member("keep_alive", request.keepAlive);
    json.endObject();
  }

  readResponse(tape: Tape, into: EmbeddingResponse): bool {
    const vector = tape.find(tape.root, "embedding");
    if (!tape.isArray(vector)) return false;
    into.vectors.push(tape.value(vector));
    return true;
  }
}
