import type { TargetHealth } from "../health/target-health.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import type { ProviderKeyBox } from "../managed/provider-key-box.ts";
import type { Store } from "../store/store.ts";
import type { Mounted } from "./openapi/openapi.ts";
import { auditRoutes } from "./resource/audit.ts";
import { clientKeyVerbRoutes } from "./resource/client-key-verbs.ts";
import { clientKeyRoutes } from "./resource/client-keys.ts";
import { healthRoutes } from "./resource/health.ts";
import { rotateRoute } from "./resource/key-rotation.ts";
import { modelRoutes } from "./resource/models.ts";
import { policyRoutes } from "./resource/policy.ts";
import { priceRoutes } from "./resource/prices.ts";
import { providerKeyRoutes } from "./resource/provider-keys.ts";
import { providerRoutes } from "./resource/providers.ts";
import { rollBackRoute } from "./resource/roll-back.ts";
import { ruleRoutes } from "./resource/rules.ts";
import { tenantRoutes } from "./resource/tenants.ts";
import { tokenRoutes } from "./resource/tokens.ts";
import { usageRoutes } from "./resource/usage.ts";
import { versionRoutes } from "./resource/versions.ts";

export interface RoutesOptions {
  live: LivePolicy;
  store: Store;
  box: ProviderKeyBox;
  targetHealth: TargetHealth;
  /** Whether an administrator can sign in without any token of the store. */
  environmentToken: boolean;
}

/** Everything that the admin API can be asked, in the order of its documentation. */
export function adminRoutes({ live, store, box, targetHealth, environmentToken }: RoutesOptions): Mounted[] {
  const routes = [
    ...tenantRoutes(live),
    ...clientKeyRoutes(live),
    ...clientKeyVerbRoutes(live),
    ...providerRoutes(live),
    ...providerKeyRoutes(live, box),
    ...modelRoutes(live),
    ...priceRoutes(live),
    ...ruleRoutes(live),
    ...policyRoutes(live),
    ...versionRoutes(store),
    rollBackRoute(live, store),
    ...usageRoutes(live, store),
    ...healthRoutes(live, targetHealth),
    ...auditRoutes(store),
    ...tokenRoutes(live, environmentToken),
  ];
  return [
    { at: "/admin/v1", routes },
    { at: "/admin", routes: [rotateRoute(live, box)] },
  ];
}
