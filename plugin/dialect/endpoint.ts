import { ClientHead } from "../exchange/client-head";
import { ABSENT, from, is, length, Span, span, start, startsWith, until } from "../wire/span";
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
  /** The model's name in the path, percent-encoded: of Operation.Model, and of Azure's deployments; ABSENT: none is there. */
  model: Span = ABSENT;
  /** What stands behind the question mark is Azure's own (`api-version`), and means nothing to another provider. */
  azureQuery: bool = false;

  constructor(
    public operation: Operation,
    public dialect: Dialect,
    public method: string,
    /** The shape of the embeddings, for that operation. */
    public embeddings: EmbeddingDialect | null = null,
  ) {}

  takes(method: Span): bool {
    return is(method, this.method) || (this.method == "GET" && is(method, "HEAD"));
  }
}

/** A path that is an endpoint. */
class Door {
  /** As a client asks for it whose base URL lacks the version. */
  bare: string;

  constructor(
    public path: string,
    private operation: Operation,
    private dialect: Dialect,
    private method: string = "POST",
    private embeddings: EmbeddingDialect | null = null,
  ) {
    this.bare = path.startsWith(VERSION) ? path.slice(VERSION.length) : path;
  }

  open(): Endpoint {
    return new Endpoint(this.operation, this.dialect, this.method, this.embeddings);
  }
}

const VERSION = "/v1";
const MODELS = "/v1/models";
const DEPLOYMENTS = "/deployments/";

const OPENAI: Array<Door> = [
  new Door("/v1/chat/completions", Operation.Chat, openai),
  new Door("/v1/responses", Operation.Chat, responses),
  new Door("/v1/responses/compact", Operation.Compact, responses),
  new Door("/v1/responses/input_tokens", Operation.CountTokens, responses),
  new Door("/v1/embeddings", Operation.Embeddings, openai, "POST", embeddings),
  new Door("/v1/completions", Operation.Chat, completions),
];

const ANTHROPIC: Array<Door> = [
  new Door("/v1/messages", Operation.Chat, anthropic),
  new Door("/v1/messages/count_tokens", Operation.CountTokens, anthropic),
];

const OLLAMA: Array<Door> = [
  new Door("/api/chat", Operation.Chat, ollama),
  new Door("/api/generate", Operation.Chat, generate),
  new Door("/api/embed", Operation.Embeddings, ollama, "POST", embed),
  new Door("/api/embeddings", Operation.Embeddings, ollama, "POST", legacyEmbeddings),
  new Door("/api/tags", Operation.Models, ollama, "GET"),
  new Door("/api/show", Operation.ShowModel, ollama),
  new Door("/api/version", Operation.Version, ollama, "GET"),
  new Door("/api/ps", Operation.Running, ollama, "GET"),
  new Door("/", Operation.Ping, ollama, "GET"),
];

/** The paths of all endpoints, without those behind a dialect's name. */
export function endpointPaths(): Array<string> {
  const paths: Array<string> = [];
  const doors = OPENAI.concat(ANTHROPIC).concat(OLLAMA);
  for (let i = 0; i < doors.length; i++) paths.push(doors[i].path);
  paths.push(MODELS);
  return paths;
}

/**
 * `path` is without its query. What the head tells of the client tells Anthropic's `/v1/models` from OpenAI's.
 * A dialect's name may stand before its paths, for clients that ask for a base URL of their own; before Ollama's stand also
 * those that Ollama has in other dialects. A version that is given twice, or not at all, and a slash at the end are no other
 * path. The dialect of an unknown path is that of its error.
 */
export function endpointOf(path: Span, client: ClientHead): Endpoint {
  const asked = withoutSlash(path);
  if (startsWith(asked, "/openai/")) return ofOpenAiOrAzure(from(asked, "/openai".length));
  if (startsWith(asked, "/anthropic/")) return ofAnthropic(oneVersion(from(asked, "/anthropic".length)));
  if (is(asked, "/ollama")) return OLLAMA[OLLAMA.length - 1].open();
  if (startsWith(asked, "/ollama/v1/")) return ofVersion(oneVersion(from(asked, "/ollama".length)), client);
  if (startsWith(asked, "/ollama/")) return ofOllama(from(asked, "/ollama".length));
  if (startsWith(asked, "/v1/api/")) return ofOllama(from(asked, VERSION.length));
  if (startsWith(asked, "/api/v1/")) return ofVersion(oneVersion(from(asked, "/api".length)), client);
  if (startsWith(asked, "/api/") || is(asked, "/")) return ofOllama(asked);
  return ofVersion(oneVersion(asked), client);
}

function withoutSlash(path: Span): Span {
  let size = length(path);
  while (size > 1 && load<u8>(start(path) + size - 1) == 0x2f) size -= 1;
  return span(start(path), size);
}

/** For a base URL that has the version, of a client that adds it. */
function oneVersion(path: Span): Span {
  let rest = path;
  while (startsWith(rest, "/v1/v1/")) rest = from(rest, VERSION.length);
  return rest;
}

function ofVersion(path: Span, client: ClientHead): Endpoint {
  if (startsWith(path, "/v1/messages") || startsWith(path, "/messages")) return ofAnthropic(path);
  const endpoint = ofOpenAi(path);
  const isNone = endpoint.operation == Operation.None;
  const isShared = endpoint.operation == Operation.Models || endpoint.operation == Operation.Model;
  const speaks = client.speaks == anthropic.name;
  const isAnthropic = speaks ? isNone || isShared : client.leansTo == anthropic.name && isShared;
  return isAnthropic ? ofAnthropic(path) : endpoint;
}

function ofOpenAi(path: Span): Endpoint {
  const endpoint = behind(OPENAI, path);
  return endpoint !== null ? endpoint : ofModels(path, openai);
}

function ofAnthropic(path: Span): Endpoint {
  const endpoint = behind(ANTHROPIC, path);
  return endpoint !== null ? endpoint : ofModels(path, anthropic);
}

function ofOllama(path: Span): Endpoint {
  const endpoint = behind(OLLAMA, path);
  return endpoint !== null ? endpoint : new Endpoint(Operation.None, ollama, "");
}

/** Azure's older paths have no version: https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference */
function ofOpenAiOrAzure(path: Span): Endpoint {
  const endpoint = startsWith(path, DEPLOYMENTS) ? ofDeployment(path) : ofOpenAi(oneVersion(path));
  endpoint.azureQuery = !startsWith(path, "/v1/");
  return endpoint;
}

/** `/deployments/{model}/chat/completions`, `…/completions`, `…/embeddings`. */
function ofDeployment(path: Span): Endpoint {
  const rest = from(path, DEPLOYMENTS.length);
  const model = until(rest, 0x2f);
  const action = from(rest, length(model));
  const isKnown = is(action, "/chat/completions") || is(action, "/completions") || is(action, "/embeddings");
  const endpoint = isKnown && length(model) > 0 ? ofOpenAi(action) : new Endpoint(Operation.None, openai, "");
  endpoint.model = model;
  return endpoint;
}

function behind(doors: Array<Door>, path: Span): Endpoint | null {
  for (let i = 0; i < doors.length; i++) if (is(path, doors[i].path)) return doors[i].open();
  if (startsWith(path, "/v1/")) return null;
  for (let i = 0; i < doors.length; i++) if (is(path, doors[i].bare)) return doors[i].open();
  return null;
}

function ofModels(path: Span, dialect: Dialect): Endpoint {
  const rest = startsWith(path, MODELS) ? from(path, MODELS.length) : afterBareModels(path);
  if (rest != ABSENT && length(rest) == 0) return new Endpoint(Operation.Models, dialect, "GET");
  if (length(rest) < 2 || !startsWith(rest, "/")) return new Endpoint(Operation.None, dialect, "");
  const endpoint = new Endpoint(Operation.Model, dialect, "GET");
  endpoint.model = from(rest, 1);
  return endpoint;
}

/** ABSENT: it does not begin so. */
function afterBareModels(path: Span): Span {
  const bare = "/models";
  return startsWith(path, bare) ? from(path, bare.length) : ABSENT;
}
