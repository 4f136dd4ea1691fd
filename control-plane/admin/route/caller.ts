import { ApiProblem } from "./api-problem.ts";

/** Each may what those before it may. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in. */
export interface Caller {
  /** As the audit log names them: `token:ops`, `jwt:alice@example.com`. */
  actor: string;
  role: Role;
  /** Sees and changes only what is this tenant's. */
  tenant?: string;
}

export function hasRole(caller: Caller, role: Role): boolean {
  return ROLES.indexOf(caller.role) >= ROLES.indexOf(role);
}

/** Whether something of this tenant, or of none, is the caller's to see. */
export function sees(caller: Caller, tenant: string | undefined): boolean {
  return caller.tenant === undefined || caller.tenant === tenant;
}

/** @throws ApiProblem for a change that reaches into another tenant */
export function demandTenant(caller: Caller, tenant: string | undefined): void {
  if (!sees(caller, tenant))
    throw new ApiProblem("not-allowed", `this token is for the tenant "${caller.tenant}" only`);
}
