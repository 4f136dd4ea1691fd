import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { ApiProblem, asApiProblem } from "../route/api-problem.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import { HEARTBEAT_MS } from "./event-stream.ts";
import type { Feed } from "./feed.ts";
import { onSignedOut } from "./signed-out.ts";
import { eventId, subscribe } from "./subscription.ts";

/** Of no meaning: a target in a request has none. */
const ORIGIN = "http://localhost";

export interface EventSocket {
  /** For a server's `upgrade`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all: a server does not know of them any more. */
  close(): void;
}

/**
 * `GET /admin/v1/events` as a WebSocket: each event a text message `{type, id?, data}`. What the client says is not
 * listened to; where it goes on from it says by `Last-Event-ID`, or by `?last_event_id=`.
 */
export function eventSocket(feed: Feed, live: LivePolicy, signIn: SignIn): EventSocket {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false });
  const open = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // `//` and others that Node's parser lets through are no URLs.
    const target = request.url ?? "/";
    const url = URL.canParse(target, ORIGIN) ? new URL(target, ORIGIN) : undefined;
    if (url?.pathname !== "/admin/v1/events") throw new ApiProblem("not-found");
    const who = await signIn(request);
    server.handleUpgrade(request, socket, head, (client) => {
      const last = request.headers["last-event-id"] ?? url.searchParams.get("last_event_id");
      const end = subscribe(feed, live, who, eventId(String(last)), {
        write: (event) => client.send(JSON.stringify(event)),
        waiting: () => client.bufferedAmount,
        drop: () => client.terminate(),
      });
      const endHeartbeat = keepAlive(client);
      const endLooking = onSignedOut(signIn, request, who, () => client.terminate());
      client.on("error", () => client.terminate());
      client.on("close", () => {
        endHeartbeat();
        endLooking();
        end();
      });
    });
  };
  // Whatever a peer sends, it is the peer that is refused: nothing thrown here may end the process.
  const upgrade: EventSocket["upgrade"] = (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    open(request, socket, head).catch((error: unknown) => refuse(socket, asApiProblem(error)));
  };
  const close = () => {
    for (const client of server.clients) client.terminate();
  };
  return { upgrade, close };
}

/** Ends a client that no longer answers; the result stops it. */
function keepAlive(client: WebSocket): () => void {
  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) return client.terminate();
    alive = false;
    client.ping();
  }, HEARTBEAT_MS);
  client.on("pong", () => {
    alive = true;
  });
  return () => clearInterval(heartbeat);
}

function refuse(socket: Duplex, problem: ApiProblem): void {
  const body = JSON.stringify(problem.body());
  const headers = {
    connection: "close",
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    ...problem.details.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join("")}\r\n${body}`);
}
