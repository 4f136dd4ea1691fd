import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { written } from "../../fixtures/provider/write-bytes.ts";
import type { Reply } from "../neutral/reply.ts";
import type { Received } from "./received.ts";

/** What a provider does when it is asked for a model. */
export type Behaviour = (call: Call) => void | Promise<void>;

export interface Call {
  received: Received;
  response: ServerResponse;
}

/** One reply for each turn of the assistant; as a stream where one is asked for. */
export function answers(...replies: readonly [Reply, ...Reply[]]): Behaviour {
  return async ({ received: { wire, asked, body }, response }) => {
    const turn = asked?.turns.filter(({ role }) => role === "tool").length ?? 0;
    const reply = replies[turn] ?? replies[0];
    if (!asked?.stream) {
      sendJson(response, 200, wire.whole(reply, body));
      return;
    }
    response.writeHead(200, { "content-type": wire.streamType });
    for (const event of wire.stream(reply, body)) await written(response, event);
    response.end();
  };
}

/** An error in the provider's own words. */
export function refuses(status: number, message: string, headers: Record<string, string> = {}): Behaviour {
  return ({ received: { wire }, response }) => sendJson(response, status, wire.error(status, message), headers);
}

/** A stream whose pieces come until the other side leaves. */
export function neverEnds(reply: Reply): Behaviour {
  return async (call) => {
    const { opening, piece } = partsOf(reply, call);
    await open(call, opening);
    while (!call.received.left) {
      await written(call.response, piece);
      await setTimeout(2);
    }
  };
}

/** A stream that ends in an error, when the client has heard its first piece of text. */
export function breaksOff(reply: Reply, message: string): Behaviour {
  return async (call) => {
    const { opening, piece } = partsOf(reply, call);
    await open(call, opening);
    await written(call.response, piece);
    // What comes together with the first piece may still make a gateway try another provider.
    await call.received.heard;
    await written(call.response, call.received.wire.errorEvent(message, opening[0] ?? ""));
    call.response.end();
  };
}

export function embeds(vectors: readonly (readonly number[])[], tokens: number): Behaviour {
  return ({ received: { wire, body }, response }) =>
    sendJson(response, 200, wire.embedding?.whole(vectors, tokens, body) ?? {});
}

export function counts(tokens: number): Behaviour {
  return ({ received: { wire }, response }) => sendJson(response, 200, wire.count?.whole(tokens) ?? {});
}

/** What a stream sends up to its first piece of text, and that piece. */
function partsOf(reply: Reply, { received: { wire, body } }: Call): { opening: string[]; piece: string } {
  const events = wire.stream(reply, body);
  const [text = ""] = reply.pieces;
  const first = events.findIndex((event) => event.includes(JSON.stringify(text)));
  return { opening: events.slice(0, first), piece: events[first] ?? "" };
}

async function open({ received: { wire }, response }: Call, events: readonly string[]): Promise<void> {
  response.writeHead(200, { "content-type": wire.streamType });
  for (const event of events) await written(response, event);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  document: object,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(document));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length, ...headers });
  response.end(bytes);
}
