import { json, type RequestHandler, Router } from "express";
import { caseSchema } from "../../contract/judge.ts";
import type { Judge } from "./judge.ts";

/** Twice 8 KiB, six bytes for each in the worst of escapes. */
const MAX_CASE = "128kb";

interface JudgeRouteOptions {
  judge: Pick<Judge, "hear">;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/** `POST /judge`, for the filter, which does not wait for the verdict. */
export function judgeRoute({ judge, guard }: JudgeRouteOptions): Router {
  const router = Router();
  router.post("/judge", guard, json({ limit: MAX_CASE }), (request, response) => {
    const found = caseSchema.safeParse(request.body);
    if (!found.success) {
      response.status(400).json({ error: "no such case" });
      return;
    }
    void judge.hear(found.data);
    response.status(202).end();
  });
  return router;
}
