import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Behaviour, type Call, refuses, sendJson } from "./behaviour.ts";
import { type Received, receive } from "./received.ts";

/** A provider of every dialect on a free port of loopback. What it does hangs on the model that it is asked for. */
export interface Provider {
  /** Without a path. */
  url: string;
  /** What it was asked of this model, in order. */
  receivedFor(model: string): Received[];
  close(): Promise<void>;
}

export async function startProvider(behaviours: ReadonlyMap<string, Behaviour>): Promise<Provider> {
  const all: Received[] = [];
  const answer = (call: Call) => {
    const {
      response,
      received: { wire, operation, model, refused },
    } = call;
    if (operation === "models") return sendJson(response, 200, wire.models([...behaviours.keys()]));
    if (refused !== undefined) return refuses(400, refused.message)(call);
    return (behaviours.get(model) ?? refuses(404, `no model ${model}`))(call);
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const received = await receive(request);
    if (received === undefined) {
      sendJson(response, 404, { error: `no such path: ${request.url}` });
      return;
    }
    all.push(received);
    response.on("close", () => {
      received.left = !response.writableFinished;
    });
    await answer({ received, response });
  };
  const server = createServer((request, response) => {
    // The other side may break off as well.
    serve(request, response).catch(() => response.destroy());
  });
  // No request meets a connection that is closed for its age.
  server.keepAliveTimeout = 3_600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    receivedFor: (model) => all.filter((received) => received.model === model),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
