import { ClientHead } from "../exchange/client-head";
import { from, is, length, Span, startsWith } from "../wire/span";
import { Dialect } from "./dialect";
import { EmbeddingDialect } from "./embedding-dialect";
import { Operation } from "./operation";
import {
  anthropic,
  completions,
  embed,
  embeddings,
  generate,
  legacyEmbeddings,
  ollama,
  openai,
  responses,
} from "./registry";

/** Where a request knocked: whose dialect it speaks, and what it wants. */
export class Endpoint {
  /** The name in the path, percent-encoded: of Operation.Model. */
  model: Span = 0;
  /** The shape of the embeddings, for that operation. */
  embeddings: EmbeddingDialect | null = null;

  constructor(
    public operation: Operation,
    public dialect: Dialect,
    public method: string,
  ) {}

  takes(method: Span): bool {
    return is(method, this.method) || (this.operation == Operation.Ping && is(method, "HEAD"));
  }
}

function embedding(shape: EmbeddingDialect, dialect: Dialect): Endpoint {
  const endpoint = new Endpoint(Operation.Embeddings, dialect, "POST");
  endpoint.embeddings = shape;
  return endpoint;
}

/**
 * `path` is without its query. What the head tells of the client tells Anthropic's `/v1/models` from OpenAI's.
 * A dialect's name may stand before its paths, for clients that ask for a base URL of their own. The dialect of
 * an unknown path is that of its error.
 */
export function endpointOf(path: Span, client: ClientHead): Endpoint {
  if (startsWith(path, "/openai/")) return ofOpenAi(from(path, "/openai".length));
  if (startsWith(path, "/anthropic/")) return ofAnthropic(from(path, "/anthropic".length));
  if (startsWith(path, "/ollama/")) return ofOllama(from(path, "/ollama".length));
  if (startsWith(path, "/api/") || is(path, "/")) return ofOllama(path);
  if (startsWith(path, "/v1/messages")) return ofAnthropic(path);
  const endpoint = ofOpenAi(path);
  const isNone = endpoint.operation == Operation.None;
  const isShared = endpoint.operation == Operation.Models || endpoint.operation == Operation.Model;
  const speaks = client.speaks == anthropic.name;
  const isAnthropic = speaks ? isNone || isShared : client.leansTo == anthropic.name && isShared;
  return isAnthropic ? ofAnthropic(path) : endpoint;
}

const MODELS = "/v1/models";

function ofOpenAi(path: Span): Endpoint {
  if (is(path, "/v1/chat/completions")) return new Endpoint(Operation.Chat, openai, "POST");
  if (is(path, "/v1/responses")) return new Endpoint(Operation.Chat, responses, "POST");
  if (is(path, "/v1/embeddings")) return embedding(embeddings, openai);
  if (is(path, "/v1/completions")) return new Endpoint(Operation.Chat, completions, "POST");
  return ofModels(path, openai);
}

function ofAnthropic(path: Span): Endpoint {
  if (is(path, "/v1/messages")) return new Endpoint(Operation.Chat, anthropic, "POST");
  if (is(path, "/v1/messages/count_tokens")) return new Endpoint(Operation.CountTokens, anthropic, "POST");
  return ofModels(path, anthropic);
}

function ofModels(path: Span, dialect: Dialect): Endpoint {
  if (is(path, MODELS)) return new Endpoint(Operation.Models, dialect, "GET");
  const named = startsWith(path, MODELS + "/") && length(path) > MODELS.length + 1;
  if (!named) return new Endpoint(Operation.None, dialect, "");
  const endpoint = new Endpoint(Operation.Model, dialect, "GET");
  endpoint.model = from(path, MODELS.length + 1);
  return endpoint;
}

function ofOllama(path: Span): Endpoint {
  if (is(path, "/api/chat")) return new Endpoint(Operation.Chat, ollama, "POST");
  if (is(path, "/api/generate")) return new Endpoint(Operation.Chat, generate, "POST");
  if (is(path, "/api/embed")) return embedding(embed, ollama);
  if (is(path, "/api/embeddings")) return embedding(legacyEmbeddings, ollama);
  if (is(path, "/api/tags")) return new Endpoint(Operation.Models, ollama, "GET");
  if (is(path, "/api/show")) return new Endpoint(Operation.ShowModel, ollama, "POST");
  if (is(path, "/api/version")) return new Endpoint(Operation.Version, ollama, "GET");
  if (is(path, "/api/ps")) return new Endpoint(Operation.Running, ollama, "GET");
  return new Endpoint(is(path, "/") ? Operation.Ping : Operation.None, ollama, is(path, "/") ? "GET" : "");
}
