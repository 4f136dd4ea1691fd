import { is, Span, startsWith } from "../wire/span";
import { Dialect } from "./dialect";
import { anthropic, ollama, openai } from "./registry";

export enum Operation {
  /** No endpoint of any dialect. */
  None = 0,
  Chat = 1,
  Models = 2,
}

/** Where a request knocked: whose dialect it speaks, and what it wants. */
export class Endpoint {
  constructor(
    public operation: Operation,
    public dialect: Dialect,
    public method: string,
  ) {}
}

/**
 * `path` is without its query. `speaksAnthropic`: the client sent `anthropic-version`, which tells
 * Anthropic's `/v1/models` from OpenAI's. The dialect of an unknown path is that of its error.
 */
export function endpointOf(path: Span, speaksAnthropic: bool): Endpoint {
  if (is(path, "/v1/chat/completions")) return new Endpoint(Operation.Chat, openai, "POST");
  if (is(path, "/v1/messages")) return new Endpoint(Operation.Chat, anthropic, "POST");
  if (is(path, "/api/chat")) return new Endpoint(Operation.Chat, ollama, "POST");
  if (is(path, "/v1/models")) return new Endpoint(Operation.Models, speaksAnthropic ? anthropic : openai, "GET");
  if (is(path, "/api/tags")) return new Endpoint(Operation.Models, ollama, "GET");
  if (startsWith(path, "/api/")) return new Endpoint(Operation.None, ollama, "");
  const isAnthropic = speaksAnthropic || startsWith(path, "/v1/messages");
  return new Endpoint(Operation.None, isAnthropic ? anthropic : openai, "");
}
