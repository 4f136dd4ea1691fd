import { expect } from "vitest";
import type { Conversation, Reply, StreamEvent } from "../fixtures/wire/index.ts";

/** What a client gets of an answer that was translated for it: everything that its dialect documents, exactly. */
export interface Expected {
  /** @param asked the client's request, which some dialects repeat in the answer */
  document(reply: Reply, asked: Conversation): object;
  /** In order. */
  events(reply: Reply, asked: Conversation): StreamEvent[];
}

/** The provider's own id, or, where its dialect has none, one of the client's dialect. */
export function idOf(reply: Reply, prefix: string): unknown {
  return reply.id === "" ? madeId(prefix) : reply.id;
}

/** An id that the gateway made. */
export function madeId(prefix: string): unknown {
  return expect.stringMatching(new RegExp(`^${prefix}\\w+$`));
}
