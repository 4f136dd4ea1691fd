import { z } from "zod";
import { tenantSchema } from "../../../contract/client-key.ts";
import { IDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Route } from "../route/route.ts";
import { type Collection, entryShape } from "./collection.ts";
import { changeRoutes, createRoute, readRoutes, writing } from "./managed-routes.ts";

const view = z.strictObject({ ...entryShape, ...tenantSchema.shape }).meta({ id: "Tenant" });
const body = z.strictObject({ id: IDS.tenant, ...tenantSchema.shape });

const TENANTS: Collection = {
  kind: "tenant",
  name: "tenants",
  noun: "tenant",
  role: "operator",
  inForce: ({ tenants }) =>
    Object.entries(tenants).map(([id, tenant]) => ({ ...(tenant ?? tenantSchema.parse({})), id })),
};

/** A tenant's own token sees its tenant; what it was given (limits, budget, allowlist) is not its own to change. */
const OWN: Collection = { ...TENANTS, tenantOf: ({ id }) => String(id) };

export function tenantRoutes(live: LivePolicy): Route[] {
  const how = writing(tenantSchema.shape);
  return [
    ...readRoutes(live, OWN, view),
    createRoute(live, TENANTS, view, body, how),
    ...changeRoutes(live, TENANTS, view, how),
  ];
}
