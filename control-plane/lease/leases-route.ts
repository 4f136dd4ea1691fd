import { json, type RequestHandler, Router } from "express";
import { leaseReportSchema } from "../../contract/lease.ts";
import type { Policy } from "../../contract/policy.ts";
import { formatProblem, problemsOf } from "../problem/problem.ts";
import { answerReport } from "./lease-answer.ts";
import type { Leases } from "./leases.ts";

/** 256 accounts at four limits each, with names of 128 characters that JSON has to escape. */
const MAX_REPORT = "2mb";

interface LeasesRouteOptions {
  leases: Leases;
  /** In force: limits are taken from it, not from who asks. */
  policy(): Policy;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/** `POST /leases`, for the filter. */
export function leasesRoute({ leases, policy, guard }: LeasesRouteOptions): Router {
  const router = Router();
  router.post("/leases", guard, json({ limit: MAX_REPORT }), async (request, response) => {
    const report = leaseReportSchema.safeParse(request.body);
    if (!report.success) {
      const reasons = problemsOf(report.error, leaseReportSchema).map(formatProblem);
      response.status(400).json({ error: reasons.join("; ") });
      return;
    }
    response.json(await answerReport(leases, policy(), report.data, Date.now()));
  });
  return router;
}
