import { EmbeddingRequest, EmbeddingResponse } from "../../exchange/embedding";
import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { EmbeddingDialect } from "../embedding-dialect";
import { filledText } from "../openai-platform/filled-text";
import { writeBase64, writeList } from "../vector";
import { readEmbeddingRequest } from "./read-embedding-request";
import { readVectors } from "./read-vectors";
import { readUsage } from "./usage";

/** https://platform.openai.com/docs/api-reference/embeddings */
export class OpenAiEmbeddings extends EmbeddingDialect {
  readRequest(tape: Tape, into: EmbeddingRequest): Failure | null {
    return readEmbeddingRequest(tape, into);
  }

  /**
   * In the form that was asked for, whatever the provider answered: the official clients ask for base64
   * by themselves and decode it unseen.
   */
  writeResponse(response: EmbeddingResponse, request: EmbeddingRequest, json: JsonWriter): void {
    json.object();
    json.asciiMember("object", "list");
    json.key("data");
    json.array();
    for (let i = 0; i < response.vectors.length; i++) {
      json.object();
      json.asciiMember("object", "embedding");
      json.countMember("index", i);
      json.key("embedding");
      writeVector(response.vectors[i], response.base64, request.base64, json);
      json.endObject();
    }
    json.endArray();
    json.rawMember("model", response.model);
    json.key("usage");
    json.object();
    json.countMember("prompt_tokens", response.usage.input);
    json.countMember("total_tokens", response.usage.input);
    json.endObject();
    json.endObject();
  }

  path(): string {
    return "/embeddings";
  }

  /** Truncating and keeping loaded are Ollama's alone. A provider of this dialect refuses an input that is too long. */
  fit(request: EmbeddingRequest, into: Fit): void {
    if (request.truncate != ABSENT) into.drop("truncate");
    if (request.keepAlive != ABSENT) into.drop("keep_alive");
  }

  /**
   * Asks for the form that the client asked for: then the provider's own digits reach it as they are,
   * and nothing is converted that a provider does not give in another form. Floats are the default, which
   * goes unsaid, since not every server knows the field.
   */
  writeRequest(request: EmbeddingRequest, model: Span, json: JsonWriter): void {
    json.object();
    json.rawMember("model", model);
    json.key("input");
    if (request.inputs.length == 1) json.value(request.inputs[0]);
    else {
      json.array();
      for (let i = 0; i < request.inputs.length; i++) json.value(request.inputs[i]);
      json.endArray();
    }
    json.member("dimensions", request.dimensions);
    if (request.base64) json.asciiMember("encoding_format", "base64");
    json.stringMember("user", request.user);
    json.endObject();
  }

  readResponse(tape: Tape, into: EmbeddingResponse): bool {
    const data = tape.find(tape.root, "data");
    if (!tape.isArray(data) || tape.first(data) == NOTHING || !readVectors(tape, data, into)) return false;
    into.model = filledText(tape, tape.root, "model");
    readUsage(tape, tape.find(tape.root, "usage"), into.usage);
    return true;
  }
}

function writeVector(vector: Span, isBase64: bool, wantsBase64: bool, json: JsonWriter): void {
  if (isBase64 == wantsBase64) {
    if (isBase64) json.raw(vector);
    else json.value(vector);
  } else if (wantsBase64) writeBase64(vector, json);
  else writeList(vector, json);
}
