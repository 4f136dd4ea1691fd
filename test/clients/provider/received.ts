import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Asked } from "../neutral/asked.ts";
import { WIRES } from "./index.ts";
import { demand, Refused } from "./refused.ts";
import type { Body, Operation, Wire } from "./wire.ts";

/** One request as the provider got it. */
export class Received {
  model = "";
  body: Body = {};
  /** The chat, or what is to be counted, as a provider of the dialect understands it. */
  asked: Asked | undefined;
  /** Why a real provider would refuse the request. */
  refused: Refused | undefined;
  /** Whether the other side left before the answer was whole. */
  left = false;
  /** Tells the provider that its client has heard something of the answer. */
  wasHeard: () => void = () => {};
  readonly heard = new Promise<void>((resolve) => {
    this.wasHeard = resolve;
  });
  readonly wire: Wire;
  readonly operation: Operation;

  constructor(wire: Wire, operation: Operation) {
    this.wire = wire;
    this.operation = operation;
  }
}

/** Reads a request to its end; undefined: no dialect has such an endpoint. */
export async function receive(request: IncomingMessage): Promise<Received | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const [path = ""] = (request.url ?? "").split("?");
  const knock = { method: request.method ?? "", path, headers: request.headers };
  for (const wire of WIRES) {
    const operation = wire.operation(knock);
    if (operation === undefined) continue;
    const received = new Received(wire, operation);
    try {
      if (operation !== "models") readBody(received, Buffer.concat(chunks), request.headers);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      received.refused = error;
    }
    return received;
  }
  return undefined;
}

function readBody(received: Received, bytes: Buffer, headers: IncomingHttpHeaders): void {
  const { wire, operation } = received;
  const body: unknown = JSON.parse(bytes.toString("utf8"));
  demand(typeof body === "object" && body !== null, "the body is no object");
  received.body = body as Body;
  demand(typeof received.body.model === "string", "model: is required");
  received.model = received.body.model;
  if (operation === "chat") received.asked = wire.read(received.body, headers);
  if (operation === "count") received.asked = wire.count?.read(received.body, headers);
  if (operation === "embed") wire.embedding?.read(received.body);
}
