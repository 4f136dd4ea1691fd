import { createHash, timingSafeEqual } from "node:crypto";
import type { TLSSocket } from "node:tls";
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from "express";
import type { Decision } from "../../contract/decision.ts";
import { decideRoute } from "../decide/decide-route.ts";
import type { Judge } from "../health/judge.ts";
import { judgeRoute } from "../health/judge-route.ts";
import { type TelemetryRouteOptions, telemetryRoute } from "../health/telemetry-route.ts";
import type { Leases } from "../lease/leases.ts";
import { leasesRoute } from "../lease/leases-route.ts";
import type { Log } from "../process/log.ts";
import { VERSION } from "../process/version.ts";
import type { CurrentPolicy } from "../snapshot/current-policy.ts";
import { snapshotPoll } from "../snapshot/snapshot-poll.ts";
import { type XdsRouteOptions, xdsRoute } from "../xds/xds-route.ts";
import type { Health } from "./healthz.ts";

export interface AppOptions {
  current: CurrentPolicy;
  /** What the filter presents to get a snapshot, which holds provider keys. */
  token: string;
  health(): Health;
  /** Of the configuration in force: whom rules ask. */
  decisions(): Readonly<Record<string, Decision>>;
  log: Log;
  /** By which several Envoys share their limits. */
  leases: Leases;
  /** Absent: nobody wants to know how targets do. */
  telemetry?: Omit<TelemetryRouteOptions, "guard">;
  /** Absent: no answers are judged. */
  judge?: Pick<Judge, "hear">;
  /** How long a poll for a snapshot is held. */
  holdMs?: number;
  /** What Envoys poll for; absent: they have their clusters and routes from elsewhere. */
  xds?: Omit<XdsRouteOptions, "guard"> | undefined;
  /** The admin API. */
  admin?: Router;
}

/** The control plane's routes, without a socket. */
export function createApp({
  current,
  token,
  health,
  decisions,
  leases,
  telemetry,
  judge,
  log,
  holdMs,
  xds,
  admin,
}: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");

  app.get("/healthz", (_request, response) => {
    response.json({ status: "ok", version: VERSION, policy: current.policy.version, ...health() });
  });

  const guard: RequestHandler = (request, response, next) => {
    response.set("cache-control", "no-store");
    if (hasCertificate(request) || sameSecret(request.get("authorization") ?? "", `Bearer ${token}`)) next();
    else response.status(401).json({ error: "this needs the gateway's token" });
  };

  app.use(decideRoute({ decisions, guard, log }));
  app.use(leasesRoute({ leases, policy: () => current.policy, guard }));
  if (telemetry !== undefined) app.use(telemetryRoute({ ...telemetry, guard }));
  if (judge !== undefined) app.use(judgeRoute({ judge, guard }));

  if (xds !== undefined) app.use(xdsRoute({ ...xds, guard }));

  app.use(snapshotPoll({ current, holdMs, guard }));

  if (admin !== undefined) app.use("/admin", admin);

  app.use((_request, response) => {
    response.status(404).json({ error: "no such path" });
  });

  // Four parameters are what makes it an error handler. Express' own would show the stack.
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    // A body that cannot be read is its sender's fault: body-parser says how.
    const { status } = error as { status?: unknown };
    if (status === 400 || status === 413) response.status(status).json({ error: (error as Error).message });
    else response.status(500).json({ error: "internal error" });
  });
  return app;
}

/** Whether the caller showed a certificate of `control_plane.tls.client_ca`. */
function hasCertificate({ socket }: Request): boolean {
  return "authorized" in socket && (socket as TLSSocket).authorized;
}

/** Equal in a time that tells nothing: digests have one length, whatever was sent. */
function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
