import { json, type RequestHandler, Router } from "express";
import { type TelemetryAnswer, telemetryReportSchema } from "../../contract/telemetry.ts";
import type { CoolDownBoard } from "../cool-down/cool-down-board.ts";
import { formatProblem, problemsOf } from "../problem/problem.ts";
import type { TargetHealth } from "./target-health.ts";

/** 1,024 targets of some 500 bytes each, and 512 cool-downs. */
const MAX_REPORT = "2mb";

export interface TelemetryRouteOptions {
  targetHealth: TargetHealth;
  coolDowns: CoolDownBoard;
  /** Lets only the gateway's Envoys through. */
  guard: RequestHandler;
}

/** `POST /telemetry`, for the filter: what one worker saw, for what all of them together know. */
export function telemetryRoute({ targetHealth, coolDowns, guard }: TelemetryRouteOptions): Router {
  const router = Router();
  router.post("/telemetry", guard, json({ limit: MAX_REPORT }), async (request, response) => {
    const report = telemetryReportSchema.safeParse(request.body);
    if (!report.success) {
      const reasons = problemsOf(report.error, telemetryReportSchema).map(formatProblem);
      response.status(400).json({ error: reasons.join("; ") });
      return;
    }
    targetHealth.take(report.data.targets);
    const running = await coolDowns.exchange(report.data.cooldowns);
    response.json({
      targets: targetHealth.standings(),
      cooldowns: running.map(({ id, until, reason, asked }) => ({ id, until, reason, ...(asked && { asked }) })),
    } as TelemetryAnswer);
  });
  return router;
}
