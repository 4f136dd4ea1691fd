import { Router } from "express";
import type { Log } from "../log.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import type { ProviderKeyBox } from "../managed/provider-key-box.ts";
import type { Store } from "../store/store.ts";
import { docsPage } from "./docs-page.ts";
import { type EventSocket, eventSocket } from "./events/event-socket.ts";
import { eventStream } from "./events/event-stream.ts";
import { Feed } from "./events/feed.ts";
import { type Mounted, openApiDocument } from "./openapi.ts";
import { auditRoutes } from "./resource/audit.ts";
import { clientKeyVerbRoutes } from "./resource/client-key-verbs.ts";
import { clientKeyRoutes } from "./resource/client-keys.ts";
import { modelRoutes } from "./resource/models.ts";
import { policyRoutes } from "./resource/policy.ts";
import { providerKeyRoutes } from "./resource/provider-keys.ts";
import { providerRoutes } from "./resource/providers.ts";
import { rotateRoute } from "./resource/rotate.ts";
import { ruleRoutes } from "./resource/rules.ts";
import { tenantRoutes } from "./resource/tenants.ts";
import { tokenRoutes } from "./resource/tokens.ts";
import { usageRoutes } from "./resource/usage.ts";
import { versionRoutes } from "./resource/versions.ts";
import { adminRouter } from "./router.ts";
import { FailedSignIns } from "./sign-in/failed-sign-ins.ts";
import type { JwtSignIn } from "./sign-in/jwt.ts";
import { signIn } from "./sign-in/sign-in.ts";

export interface AdminOptions {
  live: LivePolicy;
  store: Store;
  box: ProviderKeyBox;
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
}

/** The admin API, without a socket. */
export function createAdmin({ live, store, box, log, environmentToken, health, jwt }: AdminOptions): Admin {
  const routes = [
    ...tenantRoutes(live),
    ...clientKeyRoutes(live),
    ...clientKeyVerbRoutes(live),
    ...providerRoutes(live),
    ...providerKeyRoutes(live, box),
    ...modelRoutes(live),
    ...ruleRoutes(live),
    ...policyRoutes(live),
    ...versionRoutes(live, store),
    ...usageRoutes(live, store),
    ...auditRoutes(store),
    ...tokenRoutes(live, environmentToken !== undefined),
  ];
  const enter = signIn({ state: () => live.state, environmentToken, jwt, failed: new FailedSignIns() });
  const unversioned = [rotateRoute(live, box)];
  const mounted = [
    { at: "/admin/v1", routes },
    { at: "/admin", routes: unversioned },
  ];
  const document = openApiDocument(mounted);
  const router = Router();
  router.get("/v1/openapi.json", (_request, response) => {
    response.json(document);
  });
  const feed = new Feed({ live, store, health });
  router.get("/v1/events", eventStream(feed, live, enter, log));
  router.use(docsPage());
  router.use("/v1", adminRouter({ routes, signIn: enter, log }));
  router.use(adminRouter({ routes: unversioned, signIn: enter, log }));
  return { mounted, document, router, socket: eventSocket(feed, live, enter) };
}
