import { Router } from "express";
import type { CoolDownBoard } from "../cool-down/cool-down-board.ts";
import type { TargetHealth } from "../health/target-health.ts";
import { KeyWatch } from "../key-watch/key-watch.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import type { ProviderKeyBox } from "../managed/provider-key-box.ts";
import type { Log } from "../process/log.ts";
import type { Store } from "../store/store.ts";
import { type EventSocket, eventSocket } from "./events/event-socket.ts";
import { eventStream } from "./events/event-stream.ts";
import { Feed } from "./events/feed.ts";
import { docsPage } from "./openapi/docs-page.ts";
import { type Mounted, openApiDocument } from "./openapi/openapi.ts";
import { adminRouter } from "./route/router.ts";
import { adminRoutes } from "./routes.ts";
import { FailedSignIns } from "./sign-in/failed-sign-ins.ts";
import type { JwtSignIn } from "./sign-in/jwt.ts";
import { signIn } from "./sign-in/sign-in.ts";

interface AdminOptions {
  live: LivePolicy;
  store: Store;
  box: ProviderKeyBox;
  targetHealth: TargetHealth;
  coolDowns: CoolDownBoard;
  log: Log;
  /** `HEADGATE_ADMIN_TOKEN` */
  environmentToken?: string | undefined;
  /** What `/healthz` says. */
  health(): object;
  jwt?: JwtSignIn | undefined;
}

export interface Admin {
  mounted: readonly Mounted[];
  /** OpenAPI's. */
  document: object;
  /** For `/admin`. */
  router: Router;
  socket: EventSocket;
  keys: KeyWatch;
}

/** The admin API, without a socket. */
export function createAdmin(options: AdminOptions): Admin {
  const { live, store, box, targetHealth, coolDowns, log, environmentToken, health, jwt } = options;
  const mounted = adminRoutes({ live, store, box, targetHealth, environmentToken: environmentToken !== undefined });
  const enter = signIn({ state: () => live.state, environmentToken, jwt, failed: new FailedSignIns() });
  const document = openApiDocument(mounted);
  const router = Router();
  router.get("/v1/openapi.json", (_request, response) => {
    response.json(document);
  });
  const feed = new Feed({ live, store, targetHealth, coolDowns, health });
  const keys = new KeyWatch({ live, store, log, tell: (event) => feed.tellOfKey(event) });
  router.get("/v1/events", eventStream(feed, live, enter, log));
  router.use(docsPage());
  for (const { at, routes } of mounted) {
    router.use(at.slice("/admin".length) || "/", adminRouter({ routes, signIn: enter, log }));
  }
  return { mounted, document, router, socket: eventSocket(feed, live, enter), keys };
}
