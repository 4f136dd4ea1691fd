import type { IncomingHttpHeaders } from "node:http";
import type { Dialect } from "../../../contract/dialect.ts";
import type { Asked } from "../neutral/asked.ts";
import type { Reply } from "../neutral/reply.ts";

/** A request's parsed body. */
export type Body = Readonly<Record<string, unknown>>;

export interface Knock {
  method: string;
  /** Without its query. */
  path: string;
  headers: IncomingHttpHeaders;
}

export type Operation = "chat" | "embed" | "models" | "count";

/** What a provider of one dialect puts on the wire, as its documentation shows it: the same verbs in each. */
export interface Wire {
  dialect: Dialect;
  /** What a request wants; undefined: it is not of this dialect. */
  operation(knock: Knock): Operation | undefined;
  /**
   * Reads a chat request.
   *
   * @throws Refused
   */
  read(body: Body, headers: IncomingHttpHeaders): Asked;
  /** The answer in one document. */
  whole(reply: Reply, body: Body): object;
  streamType: string;
  /** The answer as a stream, one string an event. */
  stream(reply: Reply, body: Body): readonly string[];
  error(status: number, message: string): object;
  /** An error inside a stream, which began with this event: the provider has too much to do. */
  errorEvent(message: string, first: string): string;
  models(names: readonly string[]): object;
  embedding?: EmbeddingWire;
  count?: CountWire;
}

/** Of the dialects that know embeddings. */
export interface EmbeddingWire {
  read(body: Body): { input: readonly string[]; dimensions: unknown };
  /** `tokens`: those of the prompt. */
  whole(vectors: readonly (readonly number[])[], tokens: number, body: Body): object;
}

/** Of the dialects that count a request's tokens. */
export interface CountWire {
  read(body: Body, headers: IncomingHttpHeaders): Asked;
  whole(tokens: number): object;
}
