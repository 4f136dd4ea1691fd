import type { RequestHandler } from "express";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Log } from "../../process/log.ts";
import { asApiProblem } from "../route/api-problem.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import type { Feed } from "./feed.ts";
import { onSignedOut } from "./signed-out.ts";
import { eventId, subscribe } from "./subscription.ts";

/** Shorter than what any proxy between takes for a dead connection. */
export const HEARTBEAT_MS = 15_000;

/**
 * `GET /admin/v1/events` as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 */
export function eventStream(feed: Feed, live: LivePolicy, signIn: SignIn, log: Log): RequestHandler {
  return async (request, response) => {
    try {
      const caller = await signIn(request);
      response.set({ "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
      response.flushHeaders();
      const end = subscribe(feed, live, caller, eventId(request.get("last-event-id")), {
        write(event) {
          const id = "id" in event ? `id: ${event.id}\n` : "";
          response.write(`${id}event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
        },
        waiting: () => response.writableLength,
        drop: () => response.destroy(),
      });
      const heartbeat = setInterval(() => response.write(": alive\n\n"), HEARTBEAT_MS);
      const endLooking = onSignedOut(signIn, request, caller, () => response.destroy());
      response.on("close", () => {
        clearInterval(heartbeat);
        endLooking();
        end();
      });
    } catch (error) {
      const problem = asApiProblem(error);
      if (problem.kind === "internal") log.error(`GET ${request.path}: ${(error as Error).message}`);
      response.status(problem.status).set({ ...problem.details.headers });
      response.type("application/problem+json").send(JSON.stringify(problem.body()));
    }
  };
}
