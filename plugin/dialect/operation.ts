/** What an endpoint is for. */
export enum Operation {
  /** No endpoint of any dialect. */
  None = 0,
  Chat = 1,
  Embeddings = 2,
  /** How many tokens a chat request has. */
  CountTokens = 3,
  /** The models that the caller may use. */
  Models = 4,
  /** One of them, named in the path. */
  Model = 5,
  /** One of them, named in the body: Ollama's. */
  ShowModel = 6,
  /** The version of Ollama that the gateway passes for. */
  Version = 7,
  /** The models that are loaded: Ollama's. */
  Running = 8,
  /** Whether anyone is there: Ollama's `/`. */
  Ping = 9,
  /** A shorter conversation in place of a long one: Responses'. */
  Compact = 10,
}

/** By `Operation`, from `Chat` on: those that rules may name. This file is AssemblyScript and TypeScript at once. */
export const NAMED_OPERATIONS: Array<string> = ["chat", "embeddings", "count_tokens"];
