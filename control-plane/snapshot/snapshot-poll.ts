import { type RequestHandler, Router } from "express";
import type { CurrentPolicy } from "./current-policy.ts";

/** How long a poll is held; shorter than what any proxy between would cut. */
const HOLD_MS = 25_000;

interface SnapshotPollOptions {
  current: CurrentPolicy;
  holdMs?: number | undefined;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/** `GET /snapshot?version=…`, for the filter: held until there is another policy than that; 204: nothing so far, ask again. */
export function snapshotPoll({ current, holdMs = HOLD_MS, guard }: SnapshotPollOptions): Router {
  const router = Router();
  router.get("/snapshot", guard, async (request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const version = typeof request.query.version === "string" ? request.query.version : "";
    const policy = await current.next(version, holdMs, gone.signal);
    if (gone.signal.aborted) return;
    if (policy === undefined) response.status(204).end();
    else response.json(policy);
  });
  return router;
}
